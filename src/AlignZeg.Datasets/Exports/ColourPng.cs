using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports;

/// <summary>RGB PNGs whose colours are numbers: R + 256 G + 65536 B.</summary>
internal static class ColourPng
{
    // Of the picture a few rows are held, so that its map is what counts.
    private static readonly ImageDecoder Decoder = new(new() { MaxPixelsInRows = ExportLimit.Most, MaxBytes = Array.MaxLength });

    /// <summary>Encodes a map.</summary>
    /// <param name="map">The labels.</param>
    /// <param name="valueOf">The number of an id.</param>
    public static byte[] Encode(LabelMap map, Func<int, int> valueOf)
    {
        var pixels = new byte[checked(3 * map.Ids.Length)];
        var (last, value) = (-1, 0);
        for (var i = 0; i < map.Ids.Length; i++)
        {
            if (map.Ids[i] != last) (last, value) = (map.Ids[i], valueOf(map.Ids[i]));
            (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]) = ((byte)value, (byte)(value >> 8), (byte)(value >> 16));
        }

        return ImageEncoder.EncodePng(new(pixels, map.Width, map.Height));
    }

    /// <summary>Decodes a map.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="idOf">The id of a number.</param>
    /// <exception cref="ImageRefusedException">No image, damaged, or over a limit.</exception>
    public static LabelMap Decode(byte[] bytes, string name, Func<int, int> idOf)
    {
        using var rows = Decoder.OpenRows(bytes, name);
        var ids = GC.AllocateUninitializedArray<ushort>(checked(rows.Width * rows.Height));
        var (last, id) = (-1, 0);
        for (var at = 0; at < ids.Length;)
        {
            for (var row = rows.Next(); !row.IsEmpty; row = row[3..])
            {
                var value = row[0] | row[1] << 8 | row[2] << 16;
                if (value != last) (last, id) = (value, idOf(value));
                ids[at++] = (ushort)id;
            }
        }

        return new(ids, rows.Width, rows.Height);
    }
}
