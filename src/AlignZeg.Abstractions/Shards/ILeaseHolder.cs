using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Abstractions.Shards;

/// <summary>A worker as shards see it. What it is told comes sooner than by the next acknowledgement or renewal, which say the same.</summary>
[Alias("alignzeg.lease-holder")]
public interface ILeaseHolder : IGrainObserver
{
    /// <summary>The leases of a job have ended: computes none of its images after the batch that is on the device.</summary>
    [Alias("revoked")]
    Task RevokedAsync(JobKey job);
}
