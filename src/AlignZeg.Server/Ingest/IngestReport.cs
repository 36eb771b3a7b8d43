namespace AlignZeg.Server.Ingest;

/// <summary>What became of the files of an archive or form.</summary>
/// <param name="Images">Images of the version.</param>
/// <param name="Duplicates">Those among them whose bytes an earlier one has; they are stored once.</param>
/// <param name="Bytes">Of all images.</param>
/// <param name="SkippedCount">Files that were not taken.</param>
/// <param name="Skipped">The first of them.</param>
internal sealed record IngestReport(int Images, int Duplicates, long Bytes, int SkippedCount, IReadOnlyList<SkippedFile> Skipped);

/// <summary>A file that was not taken.</summary>
/// <param name="Name">What it was called.</param>
/// <param name="Reason">One of <see cref="AlignZeg.Datasets.Archives.SkipReasons"/>.</param>
internal sealed record SkippedFile(string Name, string Reason);
