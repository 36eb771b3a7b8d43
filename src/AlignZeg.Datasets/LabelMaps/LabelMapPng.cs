using System.Buffers.Binary;
using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.LabelMaps;

/// <summary>
/// Label maps as PNG files, lossless: up to 255 classes as 8-bit palette indices in the colours of <see cref="Palette"/> (255 = ignore), above that as 16-bit
/// grey (65535 = ignore). The same map gives the same bytes. Thread-safe.
/// </summary>
public static class LabelMapPng
{
    private const int DepthAt = 24; // behind the signature, the head of IHDR, width and height

    /// <summary>Encodes a label map in the colours of <see cref="Palette"/>.</summary>
    /// <param name="map">The ids; each below <paramref name="classes"/> or <see cref="LabelMap.IgnoreFor"/>.</param>
    /// <param name="classes">Number of classes of the vocabulary, 1..65535; decides between 8 and 16 bit.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is out of range.</exception>
    /// <exception cref="ArgumentException">An id is neither a class nor ignore; the message says which and where.</exception>
    public static byte[] Encode(LabelMap map, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, ushort.MaxValue);
        return Encode(map, [.. Enumerable.Range(0, classes).Select(Palette.ColourOf)]);
    }

    /// <summary>Encodes a label map.</summary>
    /// <param name="map">The ids; each a class or <see cref="LabelMap.IgnoreFor"/>.</param>
    /// <param name="colours">One per class of the vocabulary, 1..65535; their number decides between 8 and 16 bit, which has none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is out of range.</exception>
    /// <exception cref="ArgumentException">An id is neither a class nor ignore; the message says which and where.</exception>
    public static byte[] Encode(LabelMap map, IReadOnlyList<Rgb> colours)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(colours);
        ArgumentOutOfRangeException.ThrowIfLessThan(colours.Count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(colours.Count, ushort.MaxValue);
        CheckIds(map, colours.Count);
        return colours.Count <= LabelMap.Ignore8 ? EncodeIndexed(map, colours) : EncodeWide(map);
    }

    /// <summary>Decodes the indices of a palette PNG or the levels of a grey one (1, 2, 4, 8 or 16 bit), never the colours.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call the map.</param>
    /// <param name="options">Limits; null = the defaults.</param>
    /// <exception cref="ImageRefusedException">No PNG, damaged, truncated, over a limit, interlaced, or a colour PNG.</exception>
    public static LabelMap Decode(byte[] bytes, string name, ImageDecodingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return PngReader.Read(bytes, name, options ?? new ImageDecodingOptions());
    }

    /// <summary>A label map (or a grey picture) made smaller: only some of its pixels are kept, so that no id comes in that was not there.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call the map.</param>
    /// <param name="longest">The longer side in pixels, at least 1; a map that is no larger keeps its size.</param>
    /// <returns>A PNG of the same ids as grey levels, of 8 bits, or 16 where the file has them.</returns>
    /// <exception cref="ImageRefusedException">As <see cref="Decode"/>.</exception>
    public static byte[] Shrink(byte[] bytes, string name, int longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 1);
        var map = Decode(bytes, name);
        var scale = Math.Min(1, (double)longest / Math.Max(map.Width, map.Height));
        var (width, height) = (Math.Max(1, (int)Math.Round(map.Width * scale)), Math.Max(1, (int)Math.Round(map.Height * scale)));
        var wide = bytes[DepthAt] == 16;
        var samples = new byte[width * height * (wide ? 2 : 1)];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                // The pixel under the middle of the small one.
                var id = map.Ids[(int)((y + 0.5) * map.Height / height) * map.Width + (int)((x + 0.5) * map.Width / width)];
                if (wide) BinaryPrimitives.WriteUInt16BigEndian(samples.AsSpan(2 * (y * width + x)), id);
                else samples[y * width + x] = (byte)id;
            }

        return PngWriter.Encode(samples, width, wide ? 16 : 8, palette: default);
    }

    /// <summary>Encodes an 8-bit grey picture, such as a confidence map (0..255 for 0..1).</summary>
    /// <param name="levels">Row-major, width * height.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <exception cref="ArgumentException">The number of levels is not width * height.</exception>
    public static byte[] EncodeGrey(ReadOnlySpan<byte> levels, int width, int height)
    {
        if (width <= 0 || height <= 0 || levels.Length != (long)width * height)
            throw new ArgumentException($"A grey picture of {width}x{height} needs {(long)width * height} levels, not {levels.Length}.", nameof(levels));
        return PngWriter.Encode(levels, width, 8, palette: default);
    }

    private static void CheckIds(LabelMap map, int classes)
    {
        var ignore = LabelMap.IgnoreFor(classes);
        for (var i = 0; i < map.Ids.Length; i++)
        {
            if (map.Ids[i] >= classes && map.Ids[i] != ignore)
                throw new ArgumentException($"Id {map.Ids[i]} at x={i % map.Width}, y={i / map.Width} is neither a class (0..{classes - 1}) nor ignore ({ignore}).", nameof(map));
        }
    }

    private static byte[] EncodeIndexed(LabelMap map, IReadOnlyList<Rgb> colours)
    {
        var indices = new byte[map.Ids.Length];
        var ignored = false;
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] = (byte)map.Ids[i];
            ignored |= map.Ids[i] == LabelMap.Ignore8;
        }

        return PngWriter.Encode(indices, map.Width, 8, PaletteOf(colours, ignored));
    }

    /// <summary>Only as long as the indices in use need: the entry of ignore costs the 768 bytes of a full palette.</summary>
    private static byte[] PaletteOf(IReadOnlyList<Rgb> colours, bool ignored)
    {
        var palette = new byte[3 * (ignored ? 256 : colours.Count)];
        for (var id = 0; id < palette.Length / 3; id++)
        {
            var colour = id < colours.Count ? colours[id] : Palette.Ignore;
            (palette[3 * id], palette[3 * id + 1], palette[3 * id + 2]) = (colour.R, colour.G, colour.B);
        }

        return palette;
    }

    private static byte[] EncodeWide(LabelMap map)
    {
        var samples = new byte[checked(map.Ids.Length * 2)];
        for (var i = 0; i < map.Ids.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(samples.AsSpan(2 * i), map.Ids[i]);
        return PngWriter.Encode(samples, map.Width, 16, palette: default);
    }
}
