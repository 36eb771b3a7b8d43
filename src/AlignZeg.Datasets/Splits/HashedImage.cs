using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Splits;

/// <summary>An image and the hash of its bytes.</summary>
/// <param name="Image">Where it is, and its name.</param>
/// <param name="Sha256">32 bytes; null if it could not be read.</param>
/// <param name="Problem">Why it could not be read, in a sentence.</param>
public sealed record HashedImage(ImageEntry Image, byte[]? Sha256, string? Problem = null);
