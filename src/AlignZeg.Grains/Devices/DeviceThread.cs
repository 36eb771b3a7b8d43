using AlignZeg.Abstractions.Models;

namespace AlignZeg.Grains.Devices;

/// <summary>
/// The one thread that touches a device and everything native on it. Interactive work goes before bulk work; a piece of work that runs is never interrupted,
/// it looks at its token itself.
/// </summary>
internal sealed class DeviceThread : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Queue<Action<LoadedModels>> _interactive = [];
    private readonly Queue<Action<LoadedModels>> _bulk = [];
    private readonly SemaphoreSlim _queued = new(0);
    private readonly Lock _gate = new();
    private readonly LoadedModels _models;
    private readonly int _maxWaiting;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private bool _closed;
    private long _busySince;
    private long _processed;

    /// <summary>Starts the thread; nothing is loaded yet.</summary>
    /// <param name="name">Name of the thread: the device's, with <c>#n</c> for further ones.</param>
    /// <param name="factory">Loads models.</param>
    /// <param name="maxWaiting">Interactive calls that may wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="budget">Most bytes of models; null = no limit.</param>
    public DeviceThread(string name, ISegmenterFactory factory, int maxWaiting, TimeProvider time, long? budget = null)
    {
        (Name, _maxWaiting, _time) = (name, maxWaiting, time);
        _models = new(factory, name.Split('#')[0], budget, Uses, time);
        _thread = new(Work) { IsBackground = true, Name = $"device {name}" };
        _thread.Start();
    }

    public string Name { get; }

    /// <summary>The models that images in hand need.</summary>
    public ModelUses Uses { get; } = new();

    /// <summary>How the device is, without asking the device.</summary>
    public ModelInstanceHealth Health()
    {
        long since = Interlocked.Read(ref _busySince);
        var stock = _models.Stock;
        int waiting;
        lock (_gate)
        {
            waiting = _interactive.Count + _bulk.Count;
        }

        return stock with { Waiting = waiting, BusyFor = since == 0 ? TimeSpan.Zero : _time.GetElapsedTime(since), Processed = Interlocked.Read(ref _processed) };
    }

    /// <summary>Runs work on the thread, before all bulk work that waits.</summary>
    /// <exception cref="DeviceBusyException">Too much is waiting already.</exception>
    public Task<T> RunInteractiveAsync<T>(Func<LoadedModels, T> work, CancellationToken cancellationToken) => EnqueueAsync(work, interactive: true, cancellationToken);

    /// <summary>Runs work on the thread when its turn comes. Whoever calls this waits for the result before the next call: that bounds the queue.</summary>
    public Task<T> RunBulkAsync<T>(Func<LoadedModels, T> work, CancellationToken cancellationToken) => EnqueueAsync(work, interactive: false, cancellationToken);

    /// <summary>Lets the present piece of work end, cancels the rest, frees the models on the thread; leaves a thread that hangs to the end of the process.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
        }

        _queued.Release();
        if (_thread.Join(Patience)) _queued.Dispose();
    }

    private Task<T> EnqueueAsync<T>(Func<LoadedModels, T> work, bool interactive, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_closed) return Task.FromException<T>(new OperationCanceledException($"The device '{Name}' is shutting down."));
            if (interactive && _interactive.Count >= _maxWaiting) return Task.FromException<T>(new DeviceBusyException(Name, _interactive.Count));
            (interactive ? _interactive : _bulk).Enqueue(models => Run(work, done, models, cancellationToken));
            _queued.Release();
        }

        return done.Task;
    }

    private void Run<T>(Func<LoadedModels, T> work, TaskCompletionSource<T> done, LoadedModels models, CancellationToken cancellationToken)
    {
        if (_closed || cancellationToken.IsCancellationRequested)
        {
            done.TrySetCanceled(cancellationToken.IsCancellationRequested ? cancellationToken : new CancellationToken(canceled: true));
            return;
        }

        try
        {
            var result = work(models);
            models.TakeStock();
            done.TrySetResult(result);
        }
        catch (OperationCanceledException exception)
        {
            done.TrySetCanceled(exception.CancellationToken);
        }
        catch (Exception exception)
        {
            models.TakeStock();
            done.TrySetException(exception);
        }
    }

    private void Work()
    {
        while (Next() is { } work)
        {
            Interlocked.Exchange(ref _busySince, _time.GetTimestamp());
            work(_models);
            Interlocked.Exchange(ref _busySince, 0);
            Interlocked.Increment(ref _processed);
        }

        _models.Dispose();
    }

    // Null when closed and everything that waited has been told so.
    private Action<LoadedModels>? Next()
    {
        _queued.Wait();
        lock (_gate)
        {
            if (_closed && _interactive.Count + _bulk.Count > 0) _queued.Release();
            return _interactive.TryDequeue(out var work) || _bulk.TryDequeue(out work) ? work : null;
        }
    }
}
