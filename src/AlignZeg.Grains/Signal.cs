namespace AlignZeg.Grains;

/// <summary>Tells those who wait that something has changed. Thread-safe.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = NewSource();

    /// <summary>Ends with the next <see cref="Raise"/>; ask for it before looking at what may change.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Wakes everyone who waits now.</summary>
    public void Raise() => Interlocked.Exchange(ref _next, NewSource()).TrySetResult();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
