using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Grains.Dispatching;

/// <summary>A job in the dispatcher, and which of its open shards may have something to hand out.</summary>
internal sealed class OfferedJob(JobPlan plan)
{
    private static readonly JobTerms Plain = new();
    private SortedDictionary<int, DateTimeOffset> _shards = []; // number -> nothing to hand out until then

    public JobPlan Plan { get; private set; } = plan;

    public JobTerms Terms => Plan.Request.Terms ?? Plain;

    /// <summary>When it was served last; 0 = never.</summary>
    public long Turn { get; set; }

    /// <summary>When a worker was last asked to make room for it.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    /// <summary>None of its shards is handed out until then.</summary>
    public DateTimeOffset PostponedUntil { get; set; }

    /// <summary>When the shards come back that have nothing to hand out for a while, and the job itself.</summary>
    public IEnumerable<DateTimeOffset> Returns => _shards.Values.Append(PostponedUntil);

    /// <summary>Takes shards; those that it had keep what is known of them.</summary>
    public void Take(JobOffer offer)
    {
        Plan = offer.Plan;
        _shards = new(offer.Shards.ToDictionary(shard => shard, shard => _shards.GetValueOrDefault(shard, DateTimeOffset.MinValue)));
    }

    /// <summary>The lowest shard that may have something; null if none may.</summary>
    public int? FirstReady(DateTimeOffset now)
    {
        if (PostponedUntil > now) return null;
        foreach (var (shard, until) in _shards)
            if (until <= now) return shard;
        return null;
    }

    /// <summary>A shard of it has nothing until then.</summary>
    public void Set(int shard, DateTimeOffset until)
    {
        if (_shards.ContainsKey(shard)) _shards[shard] = until;
    }

    /// <summary>Order among the jobs of a tenant: priority, then deadline, then turns.</summary>
    public (int Priority, DateTimeOffset Deadline, long Turn) Order => (-Terms.Priority, Terms.Deadline ?? DateTimeOffset.MaxValue, Turn);
}
