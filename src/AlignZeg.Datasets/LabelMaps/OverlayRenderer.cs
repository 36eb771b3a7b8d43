using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.LabelMaps;

/// <summary>Draws a label map over its photograph: areas translucent, their borders almost opaque, "no label" left as it is.</summary>
public static class OverlayRenderer
{
    /// <summary>Blends the classes' colours into a copy of the photograph.</summary>
    /// <param name="image">The photograph.</param>
    /// <param name="labels">A map of the same size.</param>
    /// <param name="ignore">The id that is left as it is; see <see cref="LabelMap.IgnoreFor"/>.</param>
    /// <param name="colours">By id; null, and ids beyond it, take the colours of <see cref="Palette"/>.</param>
    /// <param name="opacity">Of the areas, 0 (photograph) to 1 (colour). Default: 0.5. Borders are drawn three quarters of the way from there to 1.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The opacity is not in 0..1.</exception>
    public static RgbImage Render(RgbImage image, LabelMap labels, ushort ignore, IReadOnlyList<Rgb>? colours = null, double opacity = 0.5)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(labels);
        if (!(opacity is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(opacity), opacity, "An opacity lies in 0..1.");
        if (image.Width != labels.Width || image.Height != labels.Height)
            throw new ArgumentException($"A label map of {labels.Width}x{labels.Height} does not cover an image of {image.Width}x{image.Height}.", nameof(labels));
        var result = image.Pixels.AsSpan().ToArray();
        var strengths = (Area: (int)(256 * opacity + 0.5), Border: (int)(256 * (opacity + 3) / 4 + 0.5));
        // One pixel up to 800 a side, then growing with the image, so that borders stay visible when it is shown smaller.
        var reach = Math.Max(1, Math.Min(image.Width, image.Height) / 400);
        var (last, colour) = (ignore, Palette.Ignore);
        for (var y = 0; y < image.Height; y++)
            for (var x = 0; x < image.Width; x++)
            {
                var at = y * image.Width + x;
                var id = labels.Ids[at];
                if (id == ignore) continue;
                if (id != last) (last, colour) = (id, colours is not null && id < colours.Count ? colours[id] : Palette.ColourOf(id));
                Blend(result.AsSpan(3 * at, 3), colour, IsBorder(labels, x, y, reach) ? strengths.Border : strengths.Area);
            }

        return new RgbImage(result, image.Width, image.Height);
    }

    private static bool IsBorder(LabelMap labels, int x, int y, int reach)
    {
        var (ids, w) = (labels.Ids, labels.Width);
        var at = y * w + x;
        var id = ids[at];
        return (x >= reach && ids[at - reach] != id) || (x + reach < w && ids[at + reach] != id)
            || (y >= reach && ids[at - reach * w] != id) || (y + reach < labels.Height && ids[at + reach * w] != id);
    }

    private static void Blend(Span<byte> pixel, Rgb colour, int strength)
    {
        pixel[0] = (byte)((pixel[0] * (256 - strength) + colour.R * strength + 128) >> 8);
        pixel[1] = (byte)((pixel[1] * (256 - strength) + colour.G * strength + 128) >> 8);
        pixel[2] = (byte)((pixel[2] * (256 - strength) + colour.B * strength + 128) >> 8);
    }
}
