namespace AlignZeg.Client.Tenants;

/// <summary>What a tenant has used and may use. Days are those of UTC.</summary>
/// <param name="From">First day asked for.</param>
/// <param name="To">Last day asked for.</param>
/// <param name="Days">Days with any use, ascending.</param>
/// <param name="Total">Their sum.</param>
/// <param name="Today">Since the day began; quotas per day are held against it.</param>
/// <param name="Ever">Since the tenant was first heard of.</param>
/// <param name="Quotas">What it may use.</param>
/// <param name="Weight">Its share of the workers beside other tenants.</param>
/// <param name="RunningJobs">Its jobs that run.</param>
public sealed record TenantUsage(
    DateOnly From, DateOnly To, IReadOnlyList<DayUsage> Days, UsageAmount Total, UsageAmount Today, UsageAmount Ever, TenantQuotas Quotas, double Weight, int RunningJobs);

/// <summary>One day's use.</summary>
/// <param name="Day">Which (UTC).</param>
/// <param name="Usage">How much.</param>
public sealed record DayUsage(DateOnly Day, UsageAmount Usage);

/// <summary>What was used.</summary>
/// <param name="Images">Images with a result, failed ones too.</param>
/// <param name="Pixels">Of the images at original size.</param>
/// <param name="Bytes">Of the encoded images.</param>
/// <param name="DeviceSeconds">On devices.</param>
/// <param name="Reused">Images among them whose result was taken over from the same picture.</param>
public sealed record UsageAmount(long Images, long Pixels, long Bytes, double DeviceSeconds, long Reused);
