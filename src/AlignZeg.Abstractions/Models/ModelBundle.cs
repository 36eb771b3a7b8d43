namespace AlignZeg.Abstractions.Models;

/// <summary>Exactly one model: its name and the files that were behind the name.</summary>
/// <param name="Model">The name.</param>
/// <param name="Path">The bundle's folder, as every silo with a device sees it.</param>
/// <param name="Hash">SHA-256 over the bundle's files, lower-case hex, as the segmenter computes it.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.model-bundle")]
public sealed record ModelBundle(ModelKey Model, string Path, string Hash);
