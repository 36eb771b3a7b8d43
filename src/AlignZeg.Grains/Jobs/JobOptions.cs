using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Jobs;

/// <summary>How jobs are run.</summary>
public sealed class JobOptions
{
    /// <summary>Shards of a job that are worked on at the same time; each holds its manifest and its ledger in memory. Default: 8.</summary>
    [Range(1, 1000)] public int MaxOpenShards { get; set; } = 8;

    /// <summary>How often a running job looks after its shards and offers them again; heals what was lost with a silo. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")] public TimeSpan ReconcileEvery { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Checks <see cref="JobOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class JobOptionsValidator : IValidateOptions<JobOptions>;
