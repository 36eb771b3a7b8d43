namespace AlignZeg.Abstractions.Tenants;

/// <summary>A tenant at one moment.</summary>
/// <param name="Weight">Its share of the workers beside other tenants.</param>
/// <param name="Quotas">What it may use.</param>
/// <param name="Today">What it has used since the day began (UTC).</param>
/// <param name="RunningJobs">Its jobs that run.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.tenant-status")]
public sealed record TenantStatus(double Weight, TenantQuotas Quotas, LabellingUsage Today, int RunningJobs);
