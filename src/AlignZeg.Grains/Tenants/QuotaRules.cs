using System.Globalization;
using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Grains.Tenants;

/// <summary>When quotas are used up, and what is said then.</summary>
internal static class QuotaRules
{
    /// <summary>When to ask again for a place among the running jobs; nobody knows when one ends.</summary>
    private static readonly TimeSpan AskForAPlaceAfter = TimeSpan.FromMinutes(1);

    /// <summary>The first quota of the day that is used up; null if none is.</summary>
    public static QuotaBreach? UsedUp(string tenant, TenantQuotas quotas, LabellingUsage today, DateTimeOffset now)
    {
        foreach (var (code, used, limit) in Daily(quotas, today))
            if (used >= limit) return OfDay(code, used, limit.Value, now, $"The tenant '{tenant}' has used {Number(used)} of {Number(limit.Value)} {Words(code)} today");
        return null;
    }

    /// <summary>The first quota of the day that does not carry so much more; null if all do.</summary>
    public static QuotaBreach? NotCarrying(string tenant, TenantQuotas quotas, LabellingUsage today, LabellingUsage more, DateTimeOffset now)
    {
        if (UsedUp(tenant, quotas, today, now) is { } usedUp) return usedUp;
        foreach (var ((code, used, limit), (_, asked, _)) in Daily(quotas, today).Zip(Daily(quotas, more)))
            if (used + asked > limit)
                return OfDay(code, used + asked, limit.Value, now,
                    $"The tenant '{tenant}' may use {Number(limit.Value)} {Words(code)} a day and has used {Number(used)} today, which does not carry {Number(asked)} more");
        return null;
    }

    /// <summary>The quota of running jobs, if so many leave no place for one more; null if they do.</summary>
    public static QuotaBreach? NoPlace(string tenant, TenantQuotas quotas, int running) => running < (quotas.RunningJobs ?? int.MaxValue) ? null : new(
        "running_jobs", running + 1, quotas.RunningJobs!.Value, AskForAPlaceAfter,
        $"The tenant '{tenant}' has {running} jobs running and may have {quotas.RunningJobs}; wait until one has ended, or pause one.");

    private static QuotaBreach OfDay(string code, double used, double limit, DateTimeOffset now, string sentence)
    {
        var tomorrow = new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        return new(code, used, limit, tomorrow - now, string.Create(CultureInfo.InvariantCulture, $"{sentence}; it goes on at {tomorrow:yyyy-MM-dd HH:mm} UTC, or when the quota is raised."));
    }

    private static IEnumerable<(string Code, double Used, double? Limit)> Daily(TenantQuotas quotas, LabellingUsage usage) =>
    [
        ("images", usage.Images, quotas.ImagesPerDay), ("pixels", usage.Pixels, quotas.PixelsPerDay),
        ("device_seconds", usage.DeviceMilliseconds / 1000, quotas.DeviceSecondsPerDay), ("bytes", usage.Bytes, quotas.BytesPerDay),
    ];

    private static string Words(string code) => code.Replace('_', ' ');

    private static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}
