namespace AlignZeg.Abstractions.Datasets;

/// <summary>An import at one moment.</summary>
/// <param name="Phase">Where it is.</param>
/// <param name="Images">Images that are stored.</param>
/// <param name="Bytes">Of these.</param>
/// <param name="Duplicates">Those among them whose bytes an earlier one has.</param>
/// <param name="SkippedCount">Blobs that were not taken.</param>
/// <param name="Skipped">The first of them.</param>
/// <param name="Version">The version that was made, once it is completed.</param>
/// <param name="Problem">What is wrong, in a sentence: why it failed, or what a running one waits for; null = nothing.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.import-status")]
public sealed record ImportStatus(
    ImportPhase Phase, int Images, long Bytes, int Duplicates, int SkippedCount, IReadOnlyList<SkippedBlob> Skipped, DatasetVersion? Version, string? Problem);

/// <summary>Where an import is.</summary>
[GenerateSerializer, Alias("alignzeg.import-phase")]
public enum ImportPhase
{
    /// <summary>Blobs are being copied, or it waits for the container to answer.</summary>
    Running,

    /// <summary>The version is made.</summary>
    Completed,

    /// <summary>It cannot go on; started again, with a signature that holds, it goes on where it was.</summary>
    Failed,
}

/// <summary>A blob that was not taken.</summary>
/// <param name="Name">What it was called.</param>
/// <param name="Reason">A code.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.skipped-blob")]
public sealed record SkippedBlob(string Name, string Reason);
