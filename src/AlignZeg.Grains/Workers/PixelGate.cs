namespace AlignZeg.Grains.Workers;

/// <summary>
/// Bounds the pixels in memory. First come, first served; an image larger than all of it passes when nothing else is held.
/// </summary>
internal sealed class PixelGate(long capacity)
{
    private readonly Queue<(long Pixels, TaskCompletionSource Entered)> _waiting = [];
    private readonly Lock _gate = new();
    private long _held;

    /// <summary>Waits until so many pixels may be held.</summary>
    public Task EnterAsync(long pixels)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 && Fits(pixels))
            {
                _held += pixels;
                return Task.CompletedTask;
            }

            var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((pixels, entered));
            return entered.Task;
        }
    }

    /// <summary>Lets go of so many pixels.</summary>
    public void Leave(long pixels)
    {
        lock (_gate)
        {
            _held -= pixels;
            while (_waiting.TryPeek(out var next) && Fits(next.Pixels))
            {
                _held += next.Pixels;
                _waiting.Dequeue().Entered.SetResult();
            }
        }
    }

    private bool Fits(long pixels) => _held == 0 || _held + pixels <= capacity;
}
