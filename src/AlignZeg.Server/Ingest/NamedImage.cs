namespace AlignZeg.Server.Ingest;

/// <summary>An image that is stored, on its way into a version.</summary>
/// <param name="Name">What the caller calls it.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Metadata">As <see cref="Abstractions.Datasets.DatasetMetadata.Check"/> gives it; null = none.</param>
internal sealed record NamedImage(string Name, string Sha256, string? Metadata = null);
