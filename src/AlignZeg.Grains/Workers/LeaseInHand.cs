using System.Diagnostics;
using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Telemetry;

namespace AlignZeg.Grains.Workers;

/// <summary>A lease that a worker has, and how much of it is left. Thread-safe.</summary>
internal sealed class LeaseInHand(ShardTicket ticket, Lease lease, LabellingPlan plan)
{
    private const int NotBegun = 0, Begun = 1, GivenBack = 2;
    private int _stage = NotBegun;
    private int _left = lease.Images.Count;
    private int _unfinished;
    private int _room = 1;
    private volatile bool _dropped;

    /// <summary>Covers the lease from when it was taken until the last image has left; null if nobody listens.</summary>
    public Activity? Span { get; init; }

    /// <summary>Begins a span of its images below it; null where it is recorded by nobody: then its images are not either, and begin no traces of their own.</summary>
    public Activity? Begin(string stage) => Span is null ? null : PlatformTelemetry.Begin(stage, Span.Id);

    public ShardKey Shard => ticket.Shard;

    public Guid Id => lease.Id;

    public IReadOnlyList<LeasedImage> Images => lease.Images;

    public TimeSpan Duration => lease.Duration;

    public LabellingPlan Plan => plan;

    private int Priority => ticket.Plan.Request.Terms?.Priority ?? 0;

    /// <summary>True if its images that are not computed yet shall be let go of.</summary>
    public bool IsDropped => _dropped;

    /// <summary>Images that were let go of without a result.</summary>
    public int Unfinished => Volatile.Read(ref _unfinished);

    /// <summary>True if nothing of it was begun when it was given back.</summary>
    public bool IsGivenBack => Volatile.Read(ref _stage) == GivenBack;

    /// <summary>True if images of the other that are not begun shall go back for these.</summary>
    public bool GoesBefore(LeaseInHand other) => other.Shard.Job.Tenant == Shard.Job.Tenant ? other.Priority < Priority : ticket.GoesFirst;

    /// <summary>Lets go of what is not computed yet: the lease is lost, its job has ended, or the worker stops.</summary>
    public void Drop() => _dropped = true;

    /// <summary>A first result is about to be made; false if the lease was given back before, and nothing of it is to be computed.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _stage, Begun, NotBegun) != GivenBack;

    /// <summary>Makes sure that nothing of it is computed; false if something was begun already.</summary>
    public bool TryGiveBack()
    {
        Drop();
        return Interlocked.CompareExchange(ref _stage, GivenBack, NotBegun) == NotBegun;
    }

    /// <summary>True once: its place among the leases in hand is free from now on.</summary>
    public bool TryLeaveRoom() => Interlocked.Exchange(ref _room, 0) == 1;

    /// <summary>An image has left the worker; true for the last one.</summary>
    public bool Leave(bool finished)
    {
        if (!finished) Interlocked.Increment(ref _unfinished);
        return Interlocked.Decrement(ref _left) == 0;
    }
}
