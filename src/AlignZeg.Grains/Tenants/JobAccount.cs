using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Grains.Tenants;

/// <summary>A job's account with its tenant: reports what was used, and knows what holds for the job.</summary>
internal sealed class JobAccount(JobKey job, IGrainFactory grains, TimeSpan reportEvery, TimeProvider time)
{
    private DateTimeOffset? _reportedAt;
    private TenantStanding _standing = new(1, null);

    /// <summary>The tenant's share of the workers.</summary>
    public double Weight => _standing.Weight;

    /// <summary>Why the job waits, and until when; null if it may go on.</summary>
    public string? Problem => _standing.Breach?.Message;

    /// <summary>True once the tenant knows all that the job has used, and it has ended.</summary>
    public bool IsSettled { get; private set; }

    private ITenantGrain Tenant => grains.GetGrain<ITenantGrain>(job.Tenant);

    /// <summary>Asks for a place among the running jobs.</summary>
    /// <exception cref="QuotaExceededException">The quotas do not carry the job.</exception>
    public Task AdmitAsync(long images, CancellationToken cancellationToken) => Tenant.AdmitJobAsync(job, images, cancellationToken);

    /// <summary>Asks for a place again, for a job that was at rest and is about to go on.</summary>
    /// <exception cref="QuotaExceededException">There is none.</exception>
    public async Task AdmitAgainAsync(LabellingUsage usage, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        _standing = await Tenant.AdmitJobAgainAsync(new(job, usage, startedAt, IsRunning: true), cancellationToken);
        (_reportedAt, IsSettled) = (time.GetUtcNow(), false);
    }

    /// <summary>Reports while the job runs, unless that was just done.</summary>
    public Task ChargeAsync(LabellingUsage usage, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        IsSettled = false;
        return Problem is null && time.GetUtcNow() - _reportedAt < reportEvery ? Task.CompletedTask : ReportAsync(new(job, usage, startedAt, IsRunning: true), cancellationToken);
    }

    /// <summary>Reports that the job rests; true if that settles it. A job that cannot reach its tenant tries again at its next tick.</summary>
    public async Task<bool> SettleAsync(LabellingUsage usage, DateTimeOffset startedAt, bool hasEnded, CancellationToken cancellationToken) =>
        IsSettled = await ReportAsync(new(job, usage, startedAt, IsRunning: false), cancellationToken) && hasEnded;

    private async Task<bool> ReportAsync(JobUsageReport report, CancellationToken cancellationToken)
    {
        try
        {
            _standing = await Tenant.ChargeJobAsync(report, cancellationToken);
            _reportedAt = time.GetUtcNow();
            return true;
        }
        catch (Exception exception) when (exception is Orleans.Runtime.OrleansException or TimeoutException or StorageException)
        {
            return false; // the next report says all of it again
        }
    }
}
