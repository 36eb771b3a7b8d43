using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Abstractions.Tenants;

/// <summary>A job says what it has used so far.</summary>
/// <param name="Job">The job.</param>
/// <param name="Usage">All of it since its start, never only what is new: a report may be repeated or lost.</param>
/// <param name="StartedAt">When the job was first started.</param>
/// <param name="IsRunning">False once it is paused, blocked or ended.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-usage-report")]
public sealed record JobUsageReport(JobKey Job, LabellingUsage Usage, DateTimeOffset StartedAt, bool IsRunning);

/// <summary>What holds for the jobs of a tenant now.</summary>
/// <param name="Weight">Its share of the workers beside other tenants.</param>
/// <param name="Breach">The quota that its jobs wait for; null = they may go on.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.tenant-standing")]
public sealed record TenantStanding(double Weight, QuotaBreach? Breach);
