namespace AlignZeg.Model.Checkpoints;

/// <summary>A dictionary of a pickle in its order, or the attributes of an object of a TorchScript archive.</summary>
internal sealed class PickledDictionary
{
    /// <summary>Keys are strings, numbers or tuples; of a key that comes twice, the last one counts.</summary>
    public List<(object? Key, object? Value)> Items { get; } = [];

    /// <summary>The value of a key; null if there is none.</summary>
    public object? this[string key] => Items.LastOrDefault(item => item.Key is string name && name == key).Value;
}
