using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Datasets;

/// <summary>How datasets are cut.</summary>
public sealed class DatasetOptions
{
    /// <summary>Images per shard, for versions registered from now on. Default: 1000.</summary>
    [Range(1, 100_000)] public int ShardSize { get; set; } = 1000;
}

/// <summary>Checks <see cref="DatasetOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class DatasetOptionsValidator : IValidateOptions<DatasetOptions>;
