namespace AlignZeg.Datasets.Images;

/// <summary>The one place that compares images and label maps with <see cref="ImageDecodingOptions"/>.</summary>
internal static class ImageLimits
{
    /// <summary>Refuses empty and oversized files.</summary>
    public static void CheckLength(long bytes, string name, ImageDecodingOptions options)
    {
        if (bytes == 0) throw new ImageRefusedException(ImageRefusalReasons.Empty, $"Image '{name}' is an empty file; fetch or copy it again.");
        if (bytes > options.MaxBytes)
            throw new ImageRefusedException(
                ImageRefusalReasons.TooManyBytes, $"Image '{name}' has {bytes} bytes, the limit is {options.MaxBytes}; shrink it or raise MaxBytes.");
    }

    /// <summary>Refuses pictures without pixels and oversized ones, by what their header says.</summary>
    /// <param name="width">As the header says.</param> <param name="height">As the header says.</param> <param name="name">What messages call it.</param> <param name="options">The limits.</param>
    /// <param name="instead">How it could be read without being held whole, which has another limit; null = not at all.</param>
    public static void CheckPixels(long width, long height, string name, ImageDecodingOptions options, string? instead = null) =>
        Check(width, height, name, options.MaxPixels, instead is null ? $"shrink it or raise {nameof(options.MaxPixels)}" : $"{instead}, or shrink it, or raise {nameof(options.MaxPixels)}");

    /// <summary>The same for a picture of which a few rows are held at a time.</summary>
    public static void CheckPixelsInRows(long width, long height, string name, ImageDecodingOptions options) =>
        Check(width, height, name, Math.Max(options.MaxPixels, options.MaxPixelsInRows), $"shrink it or raise {nameof(options.MaxPixelsInRows)}");

    private static void Check(long width, long height, string name, long limit, string advice)
    {
        if (width <= 0 || height <= 0)
            throw new ImageRefusedException(ImageRefusalReasons.Unreadable, $"Image '{name}' claims a size of {width}x{height} pixels; replace the file.");
        if (width > limit / height)
            throw new ImageRefusedException(
                ImageRefusalReasons.TooManyPixels, $"Image '{name}' has {width}x{height} pixels, the limit is {limit}; {advice}.");
    }
}
