using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Shards;

/// <summary>How shards hand out images.</summary>
public sealed class ShardOptions
{
    /// <summary>How long images stay in a worker's hands unless it renews; what a lost worker held is free after that. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "00:10:00")] public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Checks <see cref="ShardOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class ShardOptionsValidator : IValidateOptions<ShardOptions>;
