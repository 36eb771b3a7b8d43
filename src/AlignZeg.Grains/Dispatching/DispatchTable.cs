using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Grains.Dispatching;

/// <summary>
/// Which shard is next: tenants take turns, the jobs of a tenant take turns, and of a job it is the lowest shard that may have something to hand out.
/// </summary>
internal sealed class DispatchTable(TimeProvider time)
{
    private readonly Dictionary<JobKey, OfferedJob> _jobs = [];
    private readonly List<string> _tenants = [];

    /// <summary>When the first shard comes back that had nothing to hand out; null if none will.</summary>
    public DateTimeOffset? NextReturn => _jobs.Values.SelectMany(job => job.Shards.Values).Where(until => until > time.GetUtcNow() && until < DateTimeOffset.MaxValue)
        .Select(until => (DateTimeOffset?)until).Min();

    /// <summary>Takes the shards of a job; those that it had keep what is known of them.</summary>
    public void Offer(JobOffer offer)
    {
        var known = _jobs.GetValueOrDefault(offer.Plan.Job)?.Shards;
        var shards = offer.Shards.ToDictionary(shard => shard, shard => known is not null && known.TryGetValue(shard, out var until) ? until : DateTimeOffset.MinValue);
        if (known is null && !_tenants.Contains(offer.Plan.Job.Tenant)) _tenants.Add(offer.Plan.Job.Tenant);
        _jobs[offer.Plan.Job] = new(offer.Plan, new(shards), _jobs.GetValueOrDefault(offer.Plan.Job)?.Turn ?? 0);
    }

    /// <summary>Forgets a job.</summary>
    public void Withdraw(JobKey job)
    {
        _jobs.Remove(job);
        if (_jobs.Keys.All(other => other.Tenant != job.Tenant)) _tenants.Remove(job.Tenant);
    }

    /// <summary>A shard has nothing for so long; null = until <see cref="Available"/> or a new job.</summary>
    public void Exhausted(ShardKey shard, TimeSpan? retryAfter) => Set(shard, retryAfter is { } wait ? time.GetUtcNow() + wait : DateTimeOffset.MaxValue);

    /// <summary>A shard has something again.</summary>
    public void Available(ShardKey shard) => Set(shard, DateTimeOffset.MinValue);

    /// <summary>The next shard; null if none may have anything.</summary>
    public ShardTicket? Next()
    {
        for (int i = 0; i < _tenants.Count; i++)
        {
            string tenant = _tenants[i];
            if (NextOf(tenant) is not { } ticket) continue;
            _tenants.RemoveAt(i);
            _tenants.Add(tenant);
            return ticket;
        }

        return null;
    }

    private ShardTicket? NextOf(string tenant)
    {
        var now = time.GetUtcNow();
        foreach (var job in _jobs.Values.Where(job => job.Plan.Job.Tenant == tenant).OrderBy(job => job.Turn).ToArray())
        {
            int? shard = job.Shards.Where(entry => entry.Value <= now).Select(entry => (int?)entry.Key).FirstOrDefault();
            if (shard is null) continue;
            job.Turn = 1 + _jobs.Values.Max(other => other.Turn);
            return new(new ShardKey(job.Plan.Job, shard.Value), job.Plan);
        }

        return null;
    }

    private void Set(ShardKey shard, DateTimeOffset until)
    {
        if (_jobs.TryGetValue(shard.Job, out var job) && job.Shards.ContainsKey(shard.Number)) job.Shards[shard.Number] = until;
    }

    // Shards: number -> nothing to hand out until then.
    private sealed class OfferedJob(JobPlan plan, SortedDictionary<int, DateTimeOffset> shards, long turn)
    {
        public JobPlan Plan { get; } = plan;

        public SortedDictionary<int, DateTimeOffset> Shards { get; } = shards;

        public long Turn { get; set; } = turn;
    }
}
