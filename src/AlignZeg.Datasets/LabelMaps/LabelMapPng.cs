using System.Buffers.Binary;
using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.LabelMaps;

/// <summary>
/// Label maps as PNG files, lossless: up to 255 classes as 8-bit palette indices in the colours of <see cref="Palette"/> (255 = ignore), above that as 16-bit
/// grey (65535 = ignore). The same map gives the same bytes. Thread-safe.
/// </summary>
public static class LabelMapPng
{
    /// <summary>What holds for a map of which a few rows are in memory at a time: to go through it takes seconds, and its file is there already.</summary>
    internal static readonly ImageDecodingOptions InRows = new() { MaxPixelsInRows = 1_000_000_000, MaxBytes = Array.MaxLength };

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
        using var file = new MemoryStream();
        using var writer = new LabelMapWriter(file, map.Width, map.Height, colours, mayIgnore: map.Ids.Contains(LabelMap.Ignore8));
        writer.Add(map.Ids);
        writer.Complete();
        return file.ToArray();
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

    /// <summary>Decodes a map that was whole in memory when it was encoded, so that there is room for it.</summary>
    internal static LabelMap DecodeBack(byte[] bytes, string name)
    {
        using var stripes = LabelMapStripes.Open(bytes, name);
        return stripes.ReadWhole();
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
        using var reader = new PngReader(bytes, name, InRows, inRows: true);
        var scale = Math.Min(1, (double)longest / Math.Max(reader.Width, reader.Height));
        var small = Pick(reader, new(Math.Max(1, (int)Math.Round(reader.Width * scale)), Math.Max(1, (int)Math.Round(reader.Height * scale))));
        var samples = new byte[small.Ids.Length * (reader.Wide ? 2 : 1)];
        ToSamples(small.Ids, reader.Wide, samples);
        return PngWriter.Encode(samples, small.Width, reader.Wide ? 16 : 8, palette: default);
    }

    /// <summary>Decodes a map made smaller, of which the whole is never held.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call the map.</param>
    /// <param name="size">Of the small map, at least 1 x 1.</param>
    /// <exception cref="ImageRefusedException">As <see cref="Decode"/>, but of up to a billion pixels.</exception>
    public static LabelMap DecodeSmall(byte[] bytes, string name, ImageSize size)
    {
        using var reader = new PngReader(bytes, name, InRows, inRows: true);
        return Pick(reader, size);
    }

    private static LabelMap Pick(PngReader reader, ImageSize size)
    {
        var small = new MiddlePixels<ushort>(new(reader.Width, reader.Height), size);
        var row = new ushort[reader.Width];
        for (var y = 0; y < reader.Height; y++)
        {
            reader.Next(row);
            small.Add(row);
        }

        return new(small.Values, size.Width, size.Height);
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

    /// <summary>Refuses what is neither a class nor ignore.</summary>
    /// <param name="ids">Some of a map.</param> <param name="width">Of the map.</param> <param name="before">Pixels of the map that come before them.</param> <param name="classes">Number of classes.</param>
    /// <param name="ignore">The id of ignore.</param>
    internal static void CheckIds(ReadOnlySpan<ushort> ids, int width, long before, int classes, ushort ignore)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            if (ids[i] >= classes && ids[i] != ignore)
                throw new ArgumentException($"Id {ids[i]} at x={(before + i) % width}, y={(before + i) / width} is neither a class (0..{classes - 1}) nor ignore ({ignore}).", nameof(ids));
        }
    }

    /// <summary>Only as long as the indices in use need: the entry of ignore costs the 768 bytes of a full palette.</summary>
    internal static byte[] PaletteOf(IReadOnlyList<Rgb> colours, bool ignored)
    {
        var palette = new byte[3 * (ignored ? 256 : colours.Count)];
        for (var id = 0; id < palette.Length / 3; id++)
        {
            var colour = id < colours.Count ? colours[id] : Palette.Ignore;
            (palette[3 * id], palette[3 * id + 1], palette[3 * id + 2]) = (colour.R, colour.G, colour.B);
        }

        return palette;
    }

    /// <summary>Ids as a PNG has them: a byte each, or two, the higher one first.</summary>
    /// <param name="ids">The ids.</param> <param name="wide">Whether two.</param> <param name="samples">As many; filled.</param>
    internal static void ToSamples(ReadOnlySpan<ushort> ids, bool wide, Span<byte> samples)
    {
        if (wide)
            for (var i = 0; i < ids.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(samples[(2 * i)..], ids[i]);
        else
            for (var i = 0; i < ids.Length; i++) samples[i] = (byte)ids[i];
    }
}
