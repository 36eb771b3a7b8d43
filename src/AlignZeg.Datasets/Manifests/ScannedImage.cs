using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.Manifests;

/// <summary>What a scan found of one image.</summary>
/// <param name="Bytes">Length of the file as read; 0 if it could not be read.</param>
/// <param name="Size">What its header says; null if it is unreadable.</param>
/// <param name="Reason">One of <see cref="ImageRefusalReasons"/> or <see cref="ImageScan.NotFound"/>; null if the header is in order.</param>
/// <param name="Repeats">True if the same bytes occur earlier in the order of the names.</param>
public readonly record struct ScannedImage(long Bytes, ImageSize? Size, string? Reason, bool Repeats)
{
    /// <summary>True if a job would compute it: readable, and the first of its bytes.</summary>
    public bool Counts => Size is not null && !Repeats;
}
