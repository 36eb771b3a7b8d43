using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Grains.Workers;

/// <summary>Lets go of what is not computed yet as soon as a shard says so: a cancelled job ends at the next batch boundary.</summary>
internal sealed class LeaseHolder(LeasesInHand leases) : ILeaseHolder
{
    public Task RevokedAsync(JobKey job)
    {
        leases.DropJob(job);
        return Task.CompletedTask;
    }
}
