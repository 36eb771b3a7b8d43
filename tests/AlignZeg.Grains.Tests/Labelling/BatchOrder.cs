namespace AlignZeg.Grains.Tests.Labelling;

/// <summary>Notes whose images are in each batch, by their width, and stops the device before one of them until released.</summary>
public sealed class BatchOrder : IDisposable
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _released = new();
    private readonly FakeSegmenterFactory _segmenters;
    private readonly List<int> _widths = [];

    public BatchOrder(FakeSegmenterFactory segmenters, int holdAfter)
    {
        _segmenters = segmenters;
        segmenters.BeforeBatch = batch =>
        {
            lock (_widths) _widths.Add(batch[0].Width);
            if (Widths.Count != holdAfter + 1) return;
            _held.TrySetResult();
            _released.Wait(TimeSpan.FromSeconds(30));
        };
    }

    /// <summary>Width of the first image of each batch, in their order.</summary>
    public IReadOnlyList<int> Widths
    {
        get
        {
            lock (_widths) return [.. _widths];
        }
    }

    public Task HeldAsync(CancellationToken cancellationToken) => _held.Task.WaitAsync(cancellationToken);

    public void Release() => _released.Set();

    public void Dispose()
    {
        Release();
        _segmenters.BeforeBatch = null;
    }
}
