namespace AlignZeg.Grains.Reuse;

/// <summary>The right to compute a picture in this process; further copies of it wait for the outcome.</summary>
internal sealed class ComputedClaim(string name, Action<ComputedClaim> end) : IDisposable
{
    private readonly TaskCompletionSource<ComputedResult?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => name;

    /// <summary>The result; null if there is none after all, and another copy has to try.</summary>
    public Task<ComputedResult?> Outcome => _outcome.Task;

    /// <summary>Its outputs are durable.</summary>
    public void Complete(ComputedResult result)
    {
        end(this);
        _outcome.TrySetResult(result);
    }

    /// <summary>Lets go of the picture; does nothing after <see cref="Complete"/>.</summary>
    public void Dispose()
    {
        end(this);
        _outcome.TrySetResult(null);
    }
}
