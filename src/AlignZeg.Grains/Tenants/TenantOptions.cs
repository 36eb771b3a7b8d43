using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Tenants;

/// <summary>How the use of tenants is kept.</summary>
public sealed class TenantOptions
{
    /// <summary>How long use is held in memory before it is saved; of running jobs nothing is lost with it, of single calls so much may be. Default: 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")] public TimeSpan SaveEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a job reports what it has used, at most. Default: 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")] public TimeSpan ChargeEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A job that is not heard of for so long does not count as running; longer than <see cref="Jobs.JobOptions.ReconcileEvery"/>. Default: 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")] public TimeSpan JobIsLostAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Days after which a job that rests is folded into the sums. Default: 90.</summary>
    [Range(1, 10_000)] public int KeepJobsDays { get; set; } = 90;

    /// <summary>Days for which use is known by the day. Default: 800.</summary>
    [Range(2, 10_000)] public int KeepUsageDays { get; set; } = 800;
}

/// <summary>Checks <see cref="TenantOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class TenantOptionsValidator : IValidateOptions<TenantOptions>;
