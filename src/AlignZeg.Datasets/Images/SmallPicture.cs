using NetVips;

namespace AlignZeg.Datasets.Images;

/// <summary>Makes pictures smaller, by area and not by leaving out pixels.</summary>
internal static class SmallPicture
{
    private const int MostJpegShrink = 8;

    /// <summary>By how much a JPEG may be shrunk while it is decoded so that it stays at least twice as large as asked for: the rest is done with a better filter. A side never vanishes.</summary>
    public static int JpegShrink(int width, int height, int longest)
    {
        int factor = 1;
        while (factor < MostJpegShrink && Math.Max(width, height) / (factor * 2) >= longest * 2 && Math.Min(width, height) / (factor * 2) > 0) factor *= 2;
        return factor;
    }

    /// <summary>The pixels of an image as stored, made smaller where its longer side is over the limit.</summary>
    /// <exception cref="ImageRefusedException">See <see cref="VipsPixels.CheckKind"/>.</exception>
    public static RgbImage Of(Image image, string name, int longest)
    {
        double scale = (double)longest / Math.Max(image.Width, image.Height);
        if (scale >= 1) return new(VipsPixels.ToRgb(image, name), image.Width, image.Height);
        using var small = image.Resize(scale, vscale: Math.Max(scale, 1.0 / image.Height)); // a side of one pixel at least
        return new(VipsPixels.ToRgb(small, name), small.Width, small.Height);
    }

    /// <summary>A decoded picture, made smaller where its longer side is over the limit.</summary>
    public static RgbImage Of(RgbImage picture, int longest)
    {
        if (Math.Max(picture.Width, picture.Height) <= longest) return picture;
        Vips.EnsureReady();
        using var image = Image.NewFromMemory(picture.Pixels, picture.Width, picture.Height, 3, Enums.BandFormat.Uchar);
        return Of(image, "picture", longest);
    }
}
