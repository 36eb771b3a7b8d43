namespace AlignZeg.Grains.Workers;

/// <summary>How many images a worker manages in <see cref="WorkerOptions.LeaseTarget"/>, from the leases that it finished lately. Thread-safe.</summary>
internal sealed class WorkPace(WorkerOptions options, TimeProvider time)
{
    private const double Newest = 0.5; // weight of the last lease among all before it
    private readonly Lock _gate = new();
    private long _since = time.GetTimestamp();
    private double? _secondsPerImage;

    /// <summary>Images to take at a time: at least a batch, which is also where an unknown pace begins.</summary>
    public int LeaseImages
    {
        get
        {
            lock (_gate)
            {
                if (_secondsPerImage is not { } seconds) return options.BatchImages;
                return (int)Math.Clamp(options.LeaseTarget.TotalSeconds / Math.Max(seconds, 1e-9), options.BatchImages, options.LeaseImages);
            }
        }
    }

    /// <summary>A lease came into the worker's hands.</summary>
    /// <param name="wasIdle">True if they were empty: time without work does not count.</param>
    public void Took(bool wasIdle)
    {
        lock (_gate)
        {
            if (wasIdle) _since = time.GetTimestamp();
        }
    }

    /// <summary>A lease is finished, with so many images since the one before it.</summary>
    public void Finished(int images)
    {
        lock (_gate)
        {
            double seconds = time.GetElapsedTime(_since).TotalSeconds;
            _since = time.GetTimestamp();
            if (images == 0) return;
            double now = seconds / images;
            _secondsPerImage = _secondsPerImage is { } before ? Newest * now + (1 - Newest) * before : now;
        }
    }
}
