using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace AlignZeg.Model.Training;

/// <summary>
/// Makes batches on a thread of its own, a few ahead of the device's, in order. Full, it waits; what it throws is thrown where the batch is taken.
/// </summary>
internal sealed class BatchFeed : IDisposable
{
    private readonly BlockingCollection<TrainingBatch> _ready;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _producer;
    private ExceptionDispatchInfo? _failure;

    /// <param name="make">Makes batch i; called with <paramref name="from"/>, from + 1 and so on, by one thread.</param>
    /// <param name="from">The first batch.</param> <param name="to">One after the last.</param> <param name="ahead">Batches that may wait, at least 1.</param>
    public BatchFeed(Func<long, TrainingBatch> make, long from, long to, int ahead)
    {
        _ready = new(ahead);
        _producer = Task.Factory.StartNew(() => Produce(make, from, to), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The next batch.</summary>
    /// <exception cref="InvalidOperationException">There are no more.</exception>
    public TrainingBatch Take(CancellationToken cancellationToken)
    {
        if (_ready.TryTake(out var batch, Timeout.Infinite, cancellationToken)) return batch;
        _failure?.Throw();
        throw new InvalidOperationException("All batches were taken.");
    }

    /// <summary>Ends the producer: a batch in the making is finished and thrown away.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        ((IAsyncResult)_producer).AsyncWaitHandle.WaitOne();
        _ready.Dispose();
        _ended.Dispose();
    }

    private void Produce(Func<long, TrainingBatch> make, long from, long to)
    {
        try
        {
            for (long i = from; i < to; i++) _ready.Add(make(i), _ended.Token);
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // nobody wants the rest
        }
#pragma warning disable CA1031 // it is thrown again, on the thread that waits for the batch
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
        }
        finally
        {
            _ready.CompleteAdding();
        }
    }
}
