namespace AlignZeg.Datasets.Manifests;

/// <summary>Where an image came from, besides its file.</summary>
/// <param name="Archive">The archive or table that it was unpacked from, absolute; null = none.</param>
/// <param name="Entry">What that calls it; null = not from one.</param>
/// <param name="Metadata">The line with its metadata, for <see cref="ImageMetadata"/>; null = it has none.</param>
public readonly record struct ImageOrigin(string? Archive, string? Entry, LinePlace? Metadata)
{
    /// <summary>See <see cref="ImageEntry.Original"/>.</summary>
    public string? Original { get; init; }
}
