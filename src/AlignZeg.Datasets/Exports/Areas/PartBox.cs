using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports.Areas;

/// <summary>A part as a small mask of its own box.</summary>
internal static class PartBox
{
    /// <summary>0 or 1 per pixel of the box, row-major.</summary>
    public static byte[] Pixels(ComponentMap parts, int number)
    {
        var part = parts.Components[number];
        var pixels = new byte[part.Width * part.Height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var at = (part.Top + i / part.Width) * parts.Width + part.Left + i % part.Width;
            pixels[i] = parts.Of[at] == number ? (byte)1 : (byte)0;
        }

        return pixels;
    }

    /// <summary>Paints what is not 0 of a box.</summary>
    public static void Paint(LabelMap map, int id, int left, int top, LabelMap box)
    {
        for (var i = 0; i < box.Ids.Length; i++)
        {
            if (box.Ids[i] != 0) map.Ids[(top + i / box.Width) * map.Width + left + i % box.Width] = (ushort)id;
        }
    }
}
