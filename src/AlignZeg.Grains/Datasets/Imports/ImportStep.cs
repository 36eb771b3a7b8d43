using AlignZeg.Abstractions.Datasets;

namespace AlignZeg.Grains.Datasets.Imports;

/// <summary>What one step has copied.</summary>
/// <param name="Images">Stored now.</param>
/// <param name="Skipped">Not taken.</param>
/// <param name="Duplicates">Images whose bytes an earlier one has, of this step or before.</param>
/// <param name="Continuation">Where the next step begins; null = this was the last.</param>
internal sealed record ImportStep(IReadOnlyList<ImportedBlob> Images, IReadOnlyList<SkippedBlob> Skipped, int Duplicates, string? Continuation);

/// <summary>A blob that is an image of the tenant now.</summary>
internal sealed record ImportedBlob(string Name, string Sha256, long Bytes);
