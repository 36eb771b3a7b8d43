namespace AlignZeg.Grains.Devices;

/// <summary>Which models images in hand need: these stay on the device. Thread-safe.</summary>
internal sealed class ModelUses
{
    private readonly Dictionary<string, int> _counts = [];
    private readonly Lock _gate = new();
    private readonly Signal _released = new();

    /// <summary>Ends when a model is no longer in use; ask for it before looking whether there is room.</summary>
    public Task Released => _released.Next;

    /// <summary>Whether images in hand need the model of a hash.</summary>
    public bool Has(string hash)
    {
        lock (_gate) return _counts.ContainsKey(hash);
    }

    /// <summary>One more image needs it.</summary>
    public void Enter(string hash)
    {
        lock (_gate) _counts[hash] = _counts.GetValueOrDefault(hash) + 1;
    }

    /// <summary>One image needs it no longer.</summary>
    public void Leave(string hash)
    {
        lock (_gate)
        {
            if (--_counts[hash] > 0) return;
            _counts.Remove(hash);
            _released.Raise();
        }
    }
}
