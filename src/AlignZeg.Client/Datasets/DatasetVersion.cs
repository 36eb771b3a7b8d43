using System.Text.Json;

namespace AlignZeg.Client.Datasets;

/// <summary>A registered version of a dataset; it never changes.</summary>
/// <param name="Number">1, 2, 3 … in the order of registration.</param>
/// <param name="Hash">SHA-256 of its manifest, lower-case hex.</param>
/// <param name="Images">How many.</param>
/// <param name="ShardSize">Images per part of a job; the last part may have fewer.</param>
/// <param name="HasMetadata">Whether one of the images has metadata.</param>
public sealed record DatasetVersion(int Number, string Hash, int Images, int ShardSize, bool HasMetadata = false)
{
    /// <summary>What became of the files of an archive; null for versions that were made otherwise.</summary>
    public IngestReport? Ingest { get; init; }

    /// <summary>Of an upload: number of the latest version, which is another one if the same images were uploaded before, and others since. Jobs that name no version take the latest. Null: the server does not say.</summary>
    public int? Latest { get; init; }
}

/// <summary>What became of the files of an archive or container.</summary>
/// <param name="Images">Files that became images.</param>
/// <param name="Duplicates">Images among them whose bytes the server had.</param>
/// <param name="Bytes">Of the images.</param>
/// <param name="Skipped">Files that are no images, the first of them.</param>
/// <param name="SkippedCount">All of them.</param>
public sealed record IngestReport(int Images, int Duplicates, long Bytes, IReadOnlyList<SkippedFile> Skipped, int SkippedCount);

/// <summary>A file that did not become an image.</summary>
/// <param name="Name">Of the file.</param>
/// <param name="Reason">Why.</param>
public sealed record SkippedFile(string Name, string Reason);

/// <summary>A line of a manifest.</summary>
/// <param name="Name">Path within the dataset, with <c>/</c>.</param>
/// <param name="Sha256">Of an uploaded image.</param>
/// <param name="Metadata">What else is said about it: a JSON object of up to 8 KiB, which its results have again. Default: nothing.</param>
public sealed record ManifestEntry(string Name, string Sha256, JsonElement? Metadata = null);
