using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Grains.Dispatching;

/// <summary>What a tenant has had of the workers, and its jobs.</summary>
internal sealed class TenantShare(string tenant)
{
    public string Tenant { get; } = tenant;

    public Dictionary<JobKey, OfferedJob> Jobs { get; } = [];

    public double Weight { get; set; } = 1;

    /// <summary>Images handed out, by weight: the tenant with the least is next.</summary>
    public double Service { get; set; }

    /// <summary>When it was served last; 0 = never.</summary>
    public long Turn { get; set; }

    /// <summary>True from the moment it comes, with no more service than anybody, until it is served: it goes before all others once.</summary>
    public bool IsFresh { get; set; }

    /// <summary>True if it had something to hand out when that was last looked at.</summary>
    public bool WasReady { get; set; }

    /// <summary>Order among tenants.</summary>
    public (int Fresh, double Service, long Turn) Order => (IsFresh ? 0 : 1, Service, Turn);

    /// <summary>Adds images to its service; negative ones are taken off.</summary>
    public void Charge(int images) => Service += images / Weight;

    /// <summary>The job that is next, with a shard that may have something; null if none may.</summary>
    public (OfferedJob Job, int Shard)? FirstReady(DateTimeOffset now)
    {
        (OfferedJob Job, int Shard)? first = null;
        foreach (var job in Jobs.Values)
            if ((first is null || job.Order.CompareTo(first.Value.Job.Order) < 0) && job.FirstReady(now) is { } shard) first = (job, shard);
        return first;
    }
}
