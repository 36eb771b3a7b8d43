using AlignZeg.Datasets.Archives;
using AlignZeg.Server.Hosting;

namespace AlignZeg.Server.Ingest;

/// <summary>When what was sent is refused.</summary>
internal static class UploadLimits
{
    /// <summary>Of archives and tables. What lies beside images may be as long as on the command line; the texts of a table's row too.</summary>
    public static ArchiveLimits Of(UploadOptions options) => new(options.MaxImageBytes, options.MaxArchiveEntries, options.MaxUnpackedBytes, MaxSidecarBytes: ArchiveLimits.UsualSidecarBytes)
    {
        MaxListBytes = options.MaxManifestBytes, MaxGroupBytes = options.MaxTableGroupBytes, MaxRowLetters = ArchiveLimits.UsualSidecarBytes,
    };
}
