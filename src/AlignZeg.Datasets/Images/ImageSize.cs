namespace AlignZeg.Datasets.Images;

/// <summary>What a header says of a picture's size, as stored: EXIF orientation is not applied.</summary>
/// <param name="Width">In pixels, at least 1.</param>
/// <param name="Height">In pixels, at least 1.</param>
public readonly record struct ImageSize(int Width, int Height)
{
    /// <summary>Width times height.</summary>
    public long Pixels => (long)Width * Height;
}
