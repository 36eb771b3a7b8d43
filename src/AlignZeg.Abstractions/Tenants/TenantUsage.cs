namespace AlignZeg.Abstractions.Tenants;

/// <summary>What a tenant has used.</summary>
/// <param name="Days">The days asked for that have any use, ascending (UTC).</param>
/// <param name="Total">The sum of these days.</param>
/// <param name="Ever">Since the tenant was first heard of.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.tenant-usage")]
public sealed record TenantUsage(IReadOnlyList<DayUsage> Days, LabellingUsage Total, LabellingUsage Ever);

/// <summary>What was used on one day.</summary>
/// <param name="Day">The day (UTC).</param>
/// <param name="Usage">What was used.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.day-usage")]
public sealed record DayUsage(DateOnly Day, LabellingUsage Usage);
