using AlignZeg.Datasets.Images;

namespace AlignZeg.Cli.Reports;

/// <summary>Pictures small enough to lie inside a page; the same frame for a photograph and its maps, so that they cover each other.</summary>
/// <param name="Width">Of the small picture, pixels.</param>
/// <param name="Height">Of the small picture, pixels.</param>
internal readonly record struct Thumbnail(int Width, int Height)
{
    /// <summary>The frame whose longer side is at most so many pixels.</summary>
    public static Thumbnail For(int width, int height, int side)
    {
        double scale = Math.Min(1, (double)side / Math.Max(width, height));
        return new(Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
    }

    /// <summary>Averages the pixels under each small one.</summary>
    public RgbImage Shrink(RgbImage image)
    {
        if (image.Width == Width && image.Height == Height) return image;
        var small = new byte[3 * Width * Height];
        for (int y = 0, at = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++, at += 3) Average(image, Span(x, Width, image.Width), Span(y, Height, image.Height), small.AsSpan(at, 3));
        }
        return new(small, Width, Height);
    }

    private static (int From, int To) Span(int at, int small, int large)
    {
        int from = (int)((long)at * large / small);
        return (from, Math.Max(from + 1, (int)((at + 1L) * large / small)));
    }

    private static void Average(RgbImage image, (int From, int To) columns, (int From, int To) rows, Span<byte> target)
    {
        int count = (columns.To - columns.From) * (rows.To - rows.From), half = count / 2;
        int red = half, green = half, blue = half;
        for (int y = rows.From; y < rows.To; y++)
        {
            var row = image.Pixels.AsSpan(3 * (y * image.Width + columns.From), 3 * (columns.To - columns.From));
            for (int i = 0; i < row.Length; i += 3) (red, green, blue) = (red + row[i], green + row[i + 1], blue + row[i + 2]);
        }
        (target[0], target[1], target[2]) = ((byte)(red / count), (byte)(green / count), (byte)(blue / count));
    }
}
