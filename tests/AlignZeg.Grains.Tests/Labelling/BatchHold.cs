namespace AlignZeg.Grains.Tests.Labelling;

/// <summary>Stops the device before a batch until released.</summary>
public sealed class BatchHold : IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _released = new();
    private readonly FakeSegmenterFactory _segmenters;
    private int _batches;

    public BatchHold(FakeSegmenterFactory segmenters, int batches)
    {
        _segmenters = segmenters;
        segmenters.BeforeBatch = _ =>
        {
            if (Interlocked.Increment(ref _batches) <= batches) return;
            _reached.TrySetResult();
            _released.Wait(TimeSpan.FromSeconds(20));
        };
    }

    public Task ReachedAsync(CancellationToken cancellationToken) => _reached.Task.WaitAsync(cancellationToken);

    public void Release() => _released.Set();

    public void Dispose()
    {
        Release();
        _segmenters.BeforeBatch = null;
    }
}
