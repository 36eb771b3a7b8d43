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
    public static void CheckPixels(long width, long height, string name, ImageDecodingOptions options)
    {
        if (width <= 0 || height <= 0)
            throw new ImageRefusedException(ImageRefusalReasons.Unreadable, $"Image '{name}' claims a size of {width}x{height} pixels; replace the file.");
        if (width > options.MaxPixels / height)
            throw new ImageRefusedException(
                ImageRefusalReasons.TooManyPixels,
                $"Image '{name}' has {width}x{height} pixels, the limit is {options.MaxPixels}; shrink it or raise MaxPixels.");
    }
}
