using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Server.Endpoints;

/// <summary>What a tenant has used and may use.</summary>
/// <param name="Days">Days with any use, ascending (UTC).</param>
/// <param name="Total">Their sum.</param>
/// <param name="Today">Since the day began (UTC); quotas per day are held against it.</param>
/// <param name="Ever">Since the tenant was first heard of.</param>
internal sealed record UsageView(
    DateOnly From, DateOnly To, IEnumerable<DayView> Days, AmountView Total, AmountView Today, AmountView Ever, TenantQuotas Quotas, double Weight, int RunningJobs)
{
    public static UsageView Of(DateOnly from, DateOnly to, TenantUsage usage, TenantStatus status) => new(
        from, to, usage.Days.Select(day => new DayView(day.Day, AmountView.Of(day.Usage))), AmountView.Of(usage.Total), AmountView.Of(status.Today), AmountView.Of(usage.Ever),
        status.Quotas, status.Weight, status.RunningJobs);
}

/// <summary>One day's use.</summary>
internal sealed record DayView(DateOnly Day, AmountView Usage);
