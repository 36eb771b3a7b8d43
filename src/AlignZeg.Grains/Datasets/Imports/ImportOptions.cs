using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Datasets.Imports;

/// <summary>How containers are imported. Section <c>Imports</c> of a cluster's configuration.</summary>
public sealed class ImportOptions
{
    /// <summary>Blobs of one step; after each, the progress is durable. Default: 100.</summary>
    [Range(1, 5_000)] public int StepBlobs { get; set; } = 100;

    /// <summary>Blobs that one import copies at a time, each in memory. Default: 4.</summary>
    [Range(1, 64)] public int Copies { get; set; } = 4;

    /// <summary>Largest image, in encoded bytes; larger ones are skipped. Default: 64 MiB.</summary>
    [Range(1_024, 256 << 20)] public int MaxImageBytes { get; set; } = 64 << 20;

    /// <summary>Most images of one import. Default: 1,000,000.</summary>
    [Range(1, 8_000_000)] public int MaxImages { get; set; } = 1_000_000;

    /// <summary>Folder for the names of an import once they are many; the files in it have no names and end with the process. Default: the system's folder for temporary files, which should not be memory.</summary>
    public string? SpoolDirectory { get; set; }

    /// <summary>How long a container that does not answer is asked again, before the import fails. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")] public TimeSpan LongestOutage { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Pause between two steps after one that failed, and how often a running import is looked after. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")] public TimeSpan RetryEvery { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Checks <see cref="ImportOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class ImportOptionsValidator : IValidateOptions<ImportOptions>;
