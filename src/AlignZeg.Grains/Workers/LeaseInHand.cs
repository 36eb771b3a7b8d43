using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Grains.Workers;

/// <summary>A lease that a worker has, and how much of it is left. Thread-safe.</summary>
internal sealed class LeaseInHand(ShardTicket ticket, Lease lease, LabellingPlan plan)
{
    private int _left = lease.Images.Count;
    private int _unfinished;
    private volatile bool _dropped;

    public ShardKey Shard => ticket.Shard;

    public Guid Id => lease.Id;

    public IReadOnlyList<LeasedImage> Images => lease.Images;

    public TimeSpan Duration => lease.Duration;

    public LabellingPlan Plan => plan;

    /// <summary>True if its images that are not computed yet shall be let go of.</summary>
    public bool IsDropped => _dropped;

    /// <summary>True if images were let go of without a result.</summary>
    public bool HasUnfinished => Volatile.Read(ref _unfinished) > 0;

    /// <summary>Lets go of what is not computed yet: the lease is lost, its job has ended, or the worker stops.</summary>
    public void Drop() => _dropped = true;

    /// <summary>An image has left the worker; true for the last one.</summary>
    public bool Leave(bool finished)
    {
        if (!finished) Interlocked.Increment(ref _unfinished);
        return Interlocked.Decrement(ref _left) == 0;
    }
}
