using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Abstractions.Exports;

/// <summary>Where the exports of a job are in the blob store, beside its other outputs.</summary>
public static class ExportBlobNames
{
    private const string Mark = "/listed";

    /// <summary>All exports of a job.</summary>
    public static string Prefix(JobKey job) => $"{JobBlobNames.Prefix(job)}exports/";

    /// <summary>The archive; written once, by a run that came to its end.</summary>
    public static string Archive(ExportKey export) => $"{Folder(export)}/archive.zip";

    /// <summary>What the export wrote and lost, as in the archive.</summary>
    public static string Report(ExportKey export) => $"{Folder(export)}/report.json";

    /// <summary>Says that there is such an export, for lists; empty.</summary>
    public static string ListedAs(ExportKey export) => Folder(export) + Mark;

    /// <summary>The export that a blob of <see cref="Prefix"/> lists; null if it lists none.</summary>
    public static string? ExportOf(JobKey job, string blob)
    {
        ArgumentNullException.ThrowIfNull(blob);
        return blob.EndsWith(Mark, StringComparison.Ordinal) ? blob[Prefix(job).Length..^Mark.Length] : null;
    }

    private static string Folder(ExportKey export)
    {
        ArgumentNullException.ThrowIfNull(export);
        return Prefix(export.Job) + export.Export;
    }
}
