using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Grains.Dispatching;

/// <summary>
/// Which shard is next: of the tenant that has had the fewest images by weight; of its jobs by priority, deadline, turns; of a job the lowest shard that may have something.
/// A tenant that comes, or has had nothing to do, begins at what the least served of the others has: nobody saves up.
/// </summary>
internal sealed class DispatchTable(TimeProvider time)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2); // about a lease
    private static readonly TimeSpan LongestExhaustion = TimeSpan.FromSeconds(30); // it may have been opened again while that was said
    private readonly Dictionary<string, TenantShare> _tenants = [];
    private readonly Dictionary<string, (string Tenant, int Images)> _unconfirmed = []; // by worker
    private long _turn;

    /// <summary>When the first shard comes back that had nothing to hand out, or a job that was postponed; null if none will.</summary>
    public DateTimeOffset? NextReturn => _tenants.Values.SelectMany(tenant => tenant.Jobs.Values).SelectMany(job => job.Returns)
        .Where(until => until > time.GetUtcNow()).Select(until => (DateTimeOffset?)until).Min();

    /// <summary>Takes the shards of a job; those that it had keep what is known of them.</summary>
    public void Offer(JobOffer offer)
    {
        var tenant = TenantOf(offer.Plan.Job.Tenant);
        tenant.Weight = offer.Weight;
        if (!tenant.Jobs.TryGetValue(offer.Plan.Job, out var job)) tenant.Jobs[offer.Plan.Job] = job = new(offer.Plan);
        job.Take(offer);
    }

    /// <summary>Forgets a job, and tenants without jobs once they have had no more than others: coming back in between wins nothing.</summary>
    public void Withdraw(JobKey job)
    {
        if (_tenants.TryGetValue(job.Tenant, out var tenant)) tenant.Jobs.Remove(job);
        double least = Least(_tenants.Values.Where(one => one.Jobs.Count > 0)) ?? double.MaxValue;
        foreach (var gone in _tenants.Values.Where(one => one.Jobs.Count == 0 && one.Service <= least).ToArray()) _tenants.Remove(gone.Tenant);
    }

    /// <summary>A shard has nothing for so long, or until <see cref="Available"/>; null = for half a minute, if it is still offered then.</summary>
    public void Exhausted(ShardKey shard, TimeSpan? retryAfter) => Find(shard.Job)?.Set(shard.Number, time.GetUtcNow() + (retryAfter ?? LongestExhaustion));

    /// <summary>No shard of a job is next for so long.</summary>
    public void Postpone(JobKey job, TimeSpan wait)
    {
        if (Find(job) is { } found) found.PostponedUntil = time.GetUtcNow() + wait;
    }

    /// <summary>A shard has something again, and its tenant has had so many images less than it was charged with.</summary>
    public void Available(ShardKey shard, int givenBack)
    {
        Find(shard.Job)?.Set(shard.Number, DateTimeOffset.MinValue);
        if (_tenants.TryGetValue(shard.Job.Tenant, out var tenant)) tenant.Charge(-givenBack);
    }

    /// <summary>What a worker really got by its last ticket.</summary>
    public void Confirm(string worker, int taken)
    {
        if (_unconfirmed.Remove(worker, out var charged) && _tenants.TryGetValue(charged.Tenant, out var tenant)) tenant.Charge(taken - charged.Images);
    }

    /// <summary>The next shard, for a worker that will ask it for so many images; null if none may have anything.</summary>
    public ShardTicket? Next(string worker, int images)
    {
        if (First() is not var (tenant, job, shard)) return null;
        bool goesFirst = tenant.IsFresh;
        if (goesFirst) tenant.Service = Math.Min(tenant.Service, Least(Others(tenant).Where(other => other.WasReady)) ?? tenant.Service);
        (tenant.IsFresh, tenant.Turn, job.Turn, job.AskedAt) = (false, ++_turn, _turn, null);
        tenant.Charge(images);
        _unconfirmed[worker] = (tenant.Tenant, images);
        return new(new ShardKey(job.Plan.Job, shard), job.Plan, goesFirst);
    }

    /// <summary>
    /// Of the jobs that a worker holds, the one that shall make room for what is next: that of a tenant that has just come, or of a higher priority of the same tenant.
    /// Null if none; and for a while after one was named, so that not every worker makes room for the same.
    /// </summary>
    public JobKey? MakesRoom(IEnumerable<JobKey> held)
    {
        var now = time.GetUtcNow();
        if (First() is not var (tenant, job, _) || now - job.AskedAt < AskAgainAfter) return null;
        var found = held.FirstOrDefault(one => one.Tenant == tenant.Tenant ? Find(one)?.Terms.Priority < job.Terms.Priority : tenant.IsFresh);
        if (found is not null) job.AskedAt = now;
        return found;
    }

    private (TenantShare Tenant, OfferedJob Job, int Shard)? First()
    {
        var now = time.GetUtcNow();
        var ready = _tenants.Values.Select(tenant => (Tenant: tenant, First: tenant.FirstReady(now))).Where(one => one.First is not null).ToArray();
        if (ready.Length == 0) return null;
        LevelUp([.. ready.Select(one => one.Tenant)]);
        var (next, first) = ready.MinBy(one => one.Tenant.Order);
        return (next, first!.Value.Job, first.Value.Shard);
    }

    // Who had nothing to do has no claim on what others got meanwhile.
    private void LevelUp(TenantShare[] ready)
    {
        double least = Least(ready.Where(tenant => tenant.WasReady)) ?? 0;
        foreach (var tenant in _tenants.Values.Where(tenant => !tenant.WasReady)) tenant.Service = Math.Max(tenant.Service, least);
        foreach (var tenant in _tenants.Values) tenant.WasReady = false;
        foreach (var tenant in ready) tenant.WasReady = true;
    }

    private TenantShare TenantOf(string name)
    {
        if (!_tenants.TryGetValue(name, out var tenant)) _tenants[name] = tenant = new(name);
        if (tenant.Jobs.Count > 0) return tenant;
        double least = Least(Others(tenant).Where(other => other.Jobs.Count > 0)) ?? tenant.Service;
        tenant.IsFresh = tenant.Service <= least;
        tenant.Service = Math.Max(tenant.Service, least);
        return tenant;
    }

    private OfferedJob? Find(JobKey job) => _tenants.GetValueOrDefault(job.Tenant)?.Jobs.GetValueOrDefault(job);

    private IEnumerable<TenantShare> Others(TenantShare tenant) => _tenants.Values.Where(other => other != tenant);

    private static double? Least(IEnumerable<TenantShare> tenants) => tenants.Select(tenant => (double?)tenant.Service).Min();
}
