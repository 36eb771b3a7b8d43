namespace AlignZeg.Datasets.Images;

/// <summary>
/// The eight ways in which a camera stores a picture (EXIF tag 0x0112). Done here and not by libvips: turning needs random access, for which libvips
/// would buffer the decoded picture a second time, above 100 MB in a temporary file.
/// </summary>
internal static class ExifOrientation
{
    private const int Block = 32;

    /// <summary>Whether the picture is stored otherwise than it is seen. Values outside 2..8 leave it as it is.</summary>
    public static bool Turns(int orientation) => orientation is >= 2 and <= 8;

    /// <summary>Of the upright picture.</summary>
    public static ImageSize SizeOf(int width, int height, int orientation) => orientation is >= 5 and <= 8 ? new(height, width) : new(width, height);

    /// <summary>Turns a picture upright.</summary>
    public static RgbImage Undo(RgbImage stored, int orientation)
    {
        if (!Turns(orientation)) return stored;
        var (w, h) = (stored.Width, stored.Height);
        // Where stored pixel (x, y) goes in the upright picture: start + x * stepX + y * stepY, in pixels.
        var (start, stepX, stepY) = orientation switch
        {
            2 => (w - 1, -1, w),                    // mirrored left-right
            3 => (w * h - 1, -1, -w),               // upside down
            4 => ((h - 1) * w, 1, -w),              // mirrored top-bottom
            5 => (0, h, 1),                         // transposed
            6 => (h - 1, h, -1),                    // to be turned clockwise
            7 => (w * h - 1, -h, -1),               // transverse
            _ => ((w - 1) * h, -h, 1),              // 8: to be turned counter-clockwise
        };
        var upright = GC.AllocateUninitializedArray<byte>(stored.Pixels.Length);
        Scatter(stored, upright, start, stepX, stepY);
        return orientation >= 5 ? new RgbImage(upright, h, w) : new RgbImage(upright, w, h);
    }

    /// <summary>Block by block, so that both sides of a transposition stay in the cache.</summary>
    private static void Scatter(RgbImage stored, byte[] upright, int start, int stepX, int stepY)
    {
        var source = stored.Pixels;
        for (var top = 0; top < stored.Height; top += Block)
            for (var left = 0; left < stored.Width; left += Block)
                for (var y = top; y < Math.Min(top + Block, stored.Height); y++)
                {
                    var from = (y * stored.Width + left) * 3;
                    var to = (start + left * stepX + y * stepY) * 3;
                    for (var x = left; x < Math.Min(left + Block, stored.Width); x++, from += 3, to += stepX * 3)
                        (upright[to], upright[to + 1], upright[to + 2]) = (source[from], source[from + 1], source[from + 2]);
                }
    }
}
