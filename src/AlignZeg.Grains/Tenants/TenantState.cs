using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Grains.Tenants;

/// <summary>What a tenant must not forget, and how it is charged.</summary>
internal sealed class TenantState
{
    public double Weight { get; set; } = 1;

    public TenantQuotas Quotas { get; set; } = TenantQuotas.None;

    /// <summary>Use by day (UTC).</summary>
    public SortedDictionary<DateOnly, LabellingUsage> Days { get; set; } = [];

    /// <summary>All use.</summary>
    public LabellingUsage Ever { get; set; } = LabellingUsage.None;

    /// <summary>What each job was charged with, by its name.</summary>
    public SortedDictionary<string, JobCharge> Jobs { get; set; } = [];

    /// <summary>Use of a day; of today's if none is given.</summary>
    public LabellingUsage Of(DateTimeOffset day) => Days.GetValueOrDefault(DayOf(day), LabellingUsage.None);

    /// <summary>Jobs that run and were heard of lately.</summary>
    public int Running(DateTimeOffset now, TenantOptions options) => Jobs.Values.Count(job => job.IsRunning && now - job.HeardAt < options.JobIsLostAfter);

    /// <summary>Charges the day.</summary>
    public void Add(LabellingUsage usage, DateTimeOffset now)
    {
        Days[DayOf(now)] = Of(now).Plus(usage);
        Ever = Ever.Plus(usage);
    }

    /// <summary>Gives a job its place among the running ones.</summary>
    /// <exception cref="QuotaExceededException">The quotas do not carry it; nothing has changed.</exception>
    public void Admit(JobKey job, long images, DateTimeOffset now, TenantOptions options)
    {
        if (Jobs.GetValueOrDefault(job.Job)?.IsRunning == true) return;
        var breach = QuotaRules.NoPlace(job.Tenant, Quotas, Running(now, options)) ?? QuotaRules.NotCarrying(job.Tenant, Quotas, Of(now), LabellingUsage.None with { Images = images }, now);
        if (breach is not null) throw new QuotaExceededException(breach);
        Jobs[job.Job] = new() { IsRunning = true, HeardAt = now };
    }

    /// <summary>Gives a job that was at rest its place back, and charges what is new in its report.</summary>
    /// <exception cref="QuotaExceededException">There is no place; nothing has changed.</exception>
    public void AdmitAgain(JobUsageReport report, DateTimeOffset now, TenantOptions options)
    {
        bool hasPlace = Jobs.GetValueOrDefault(report.Job.Job)?.IsRunning == true;
        if (!hasPlace && QuotaRules.NoPlace(report.Job.Tenant, Quotas, Running(now, options)) is { } breach) throw new QuotaExceededException(breach);
        Charge(report with { IsRunning = true }, now, options);
    }

    /// <summary>Charges what is new in a report.</summary>
    /// <returns>True if there was anything to remember.</returns>
    public bool Charge(JobUsageReport report, DateTimeOffset now, TenantOptions options)
    {
        if (!Jobs.TryGetValue(report.Job.Job, out var job))
        {
            // A job as old as that was charged and folded away: only what it uses from now on is new.
            bool wasFolded = now - report.StartedAt > TimeSpan.FromDays(options.KeepJobsDays);
            if (wasFolded && !report.IsRunning) return false;
            Jobs[report.Job.Job] = job = new() { Usage = wasFolded ? report.Usage : LabellingUsage.None };
        }

        var fresh = job.Take(report.Usage);
        bool changed = fresh != LabellingUsage.None || job.IsRunning != report.IsRunning;
        (job.IsRunning, job.HeardAt) = (report.IsRunning, now);
        if (fresh != LabellingUsage.None) Add(fresh, now);
        return changed;
    }

    /// <summary>Forgets the particulars of what is long past; the sum of all use stays.</summary>
    public void Fold(DateTimeOffset now, TenantOptions options)
    {
        foreach (string job in Jobs.Where(entry => !entry.Value.IsRunning && now - entry.Value.HeardAt > TimeSpan.FromDays(options.KeepJobsDays)).Select(entry => entry.Key).ToArray()) Jobs.Remove(job);
        foreach (var day in Days.Keys.TakeWhile(day => day < DayOf(now).AddDays(-options.KeepUsageDays)).ToArray()) Days.Remove(day);
    }

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
