using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Abstractions.Tenants;

/// <summary>What a tenant may use and has used. A tenant nobody has heard of has weight 1 and no limits. Key: <see cref="TenantKey"/>.</summary>
[Alias("alignzeg.tenant")]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>How it is now.</summary>
    [Alias("get")]
    Task<TenantStatus> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Sets all quotas; jobs that wait for one go on at their next tick if it allows it now.</summary>
    /// <exception cref="InvalidTenantTermsException">One is below 0.</exception>
    [Alias("set-quotas")]
    Task SetQuotasAsync(TenantQuotas quotas, CancellationToken cancellationToken = default);

    /// <summary>Sets its share of the workers beside other tenants: with weight 3 it gets three images for each of a tenant with weight 1. Default: 1.</summary>
    /// <param name="weight">0.01 to 1000.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidTenantTermsException">It is not.</exception>
    [Alias("set-weight")]
    Task SetWeightAsync(double weight, CancellationToken cancellationToken = default);

    /// <summary>What it has used, by day.</summary>
    /// <param name="from">First day (UTC).</param>
    /// <param name="to">Last day.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    [Alias("usage")]
    Task<TenantUsage> UsageAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken = default);

    /// <summary>Admits a single call and charges it with what is known before; repeating it charges again.</summary>
    /// <exception cref="QuotaExceededException">The quotas do not carry it; nothing was charged.</exception>
    [Alias("admit")]
    Task AdmitAsync(LabellingUsage usage, CancellationToken cancellationToken = default);

    /// <summary>Charges an admitted call with what was known only after it, above all the time on a device.</summary>
    [Alias("add")]
    Task AddAsync(LabellingUsage usage, CancellationToken cancellationToken = default);

    /// <summary>Admits a job that is about to begin; a job that was admitted already is admitted again. For jobs.</summary>
    /// <param name="job">The job.</param>
    /// <param name="images">Its images.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="QuotaExceededException">The quotas of the day do not carry so many images, or as many jobs run as may.</exception>
    [Alias("admit-job")]
    Task AdmitJobAsync(JobKey job, long images, CancellationToken cancellationToken = default);

    /// <summary>Gives a job that was at rest its place among the running ones back, and charges it as <see cref="ChargeJobAsync"/> does. For jobs.</summary>
    /// <param name="report">Of the job, running.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="QuotaExceededException">As many jobs run as may; nothing was charged. A quota of the day that is used up is no reason: the job waits for the next day then.</exception>
    [Alias("admit-job-again")]
    Task<TenantStanding> AdmitJobAgainAsync(JobUsageReport report, CancellationToken cancellationToken = default);

    /// <summary>Charges what a job has used since its last report, exactly once. For jobs.</summary>
    [Alias("charge-job")]
    Task<TenantStanding> ChargeJobAsync(JobUsageReport report, CancellationToken cancellationToken = default);
}
