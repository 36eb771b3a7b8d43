using NetVips;

namespace AlignZeg.Datasets.Images;

/// <summary>Encodes pictures for people to look at. The same pixels give the same bytes: no time stamps, no metadata. Thread-safe.</summary>
public static class ImageEncoder
{
    /// <summary>A baseline JPEG, 4:2:0 below quality 90, full colour resolution from there.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="quality">1 (small) to 100 (good). Default: 85.</param>
    /// <exception cref="ArgumentOutOfRangeException">The quality is not in 1..100.</exception>
    /// <exception cref="ArgumentException">A side is longer than 65535 pixels, which JPEG cannot hold.</exception>
    public static byte[] EncodeJpeg(RgbImage image, int quality = 85)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        if (image.Width > 65535 || image.Height > 65535)
            throw new ArgumentException($"JPEG holds at most 65535 pixels a side, not {image.Width}x{image.Height}; encode a PNG.", nameof(image));
        using var pixels = Wrap(image);
        // Optimised Huffman tables would save a tenth of the bytes for twice the time.
        return pixels.JpegsaveBuffer(q: quality, optimizeCoding: false, keep: Enums.ForeignKeep.None);
    }

    /// <summary>A lossless 8-bit RGB PNG.</summary>
    public static byte[] EncodePng(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var pixels = Wrap(image);
        return pixels.PngsaveBuffer(compression: 6, filter: Enums.ForeignPngFilter.Sub | Enums.ForeignPngFilter.Up, keep: Enums.ForeignKeep.None);
    }

    private static Image Wrap(RgbImage image)
    {
        Vips.EnsureReady();
        using var raw = Image.NewFromMemory(image.Pixels, image.Width, image.Height, 3, Enums.BandFormat.Uchar);
        return raw.Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
