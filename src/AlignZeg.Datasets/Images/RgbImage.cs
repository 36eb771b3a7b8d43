namespace AlignZeg.Datasets.Images;

/// <summary>A decoded picture, upright as a person sees it: interleaved 8-bit RGB, row-major, [Height, Width, 3].</summary>
public sealed class RgbImage
{
    /// <summary>Wraps the pixels without a copy.</summary>
    /// <exception cref="ArgumentException">The number of bytes is not width * height * 3.</exception>
    public RgbImage(byte[] pixels, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (width <= 0 || height <= 0 || pixels.LongLength != 3L * width * height)
            throw new ArgumentException($"An RGB image of {width}x{height} needs {3L * width * height} bytes, not {pixels.LongLength}.", nameof(pixels));
        (Pixels, Width, Height) = (pixels, width, height);
    }

    /// <summary>The bytes, 3 per pixel.</summary>
    public byte[] Pixels { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }
}
