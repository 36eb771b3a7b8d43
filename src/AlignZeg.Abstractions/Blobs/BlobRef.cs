namespace AlignZeg.Abstractions.Blobs;

/// <summary>Bytes by reference: what travels in grain calls in place of the bytes.</summary>
/// <param name="Name">Name in the blob store.</param>
/// <param name="Length">Number of bytes.</param>
/// <param name="Sha256">SHA-256 of the bytes, lower-case hex.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.blob-ref")]
public sealed record BlobRef(string Name, long Length, string Sha256);
