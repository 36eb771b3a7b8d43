using System.ComponentModel.DataAnnotations;
using AlignZeg.Datasets.Exports;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Exports;

/// <summary>How results are exported. Section <c>Exports</c> of a cluster's configuration.</summary>
public sealed class ExportOptions
{
    /// <summary>Exports that a silo writes at a time; others wait. Each takes a core. Default: 1.</summary>
    [Range(1, 64)] public int AtATime { get; set; } = 1;

    /// <summary>Label maps that an export reads ahead, each in memory. Default: 8.</summary>
    [Range(1, 256)] public int ReadAhead { get; set; } = 8;

    /// <summary>Largest label map of an export, in pixels; larger ones are left out, with the reason. One is in memory as a whole, 5 to 25 bytes a pixel as formats go. Raise it with Images:MaxPixelsInRows. Default: 100
    /// million.</summary>
    [Range(1L, ExportLimit.Most)] public long MaxPixels { get; set; } = 100_000_000;

    /// <summary>Folder for exports while they are written; what a silo that was killed leaves in it is deleted by the next export there. Default: the system's folder for temporary files, which should not be memory.</summary>
    public string? SpoolDirectory { get; set; }

    /// <summary>Most bytes of one export on that disk, before it is packed; a larger one fails. Default: 64 GiB.</summary>
    [Range(1_024, 1L << 44)] public long MaxSpoolBytes { get; set; } = 64L << 30;

    /// <summary>How often an export is begun, after errors that are not its own and silos that were lost, before it fails. Default: 5.</summary>
    [Range(1, 100)] public int Attempts { get; set; } = 5;

    /// <summary>Pause before it is begun again, and how often a running export is looked after. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")] public TimeSpan RetryEvery { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Checks <see cref="ExportOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class ExportOptionsValidator : IValidateOptions<ExportOptions>;
