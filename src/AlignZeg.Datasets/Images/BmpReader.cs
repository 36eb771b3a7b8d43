using System.Buffers.Binary;

namespace AlignZeg.Datasets.Images;

/// <summary>
/// Reads uncompressed BMP files: 1, 4 and 8 bit with palette, 24 and 32 bit. The libvips build in use has no BMP loader; a plain reader of the plain
/// variants is less to trust than ImageMagick. Run-length, bit-field and embedded JPEG variants are refused.
/// </summary>
internal static class BmpReader
{
    /// <summary>Decodes a BMP.</summary>
    /// <exception cref="ImageRefusedException">Truncated, damaged, over a limit, or of a variant that is not read.</exception>
    public static RgbImage Read(ReadOnlySpan<byte> bytes, string name, ImageDecodingOptions options)
    {
        var header = CheckedHeader(bytes, name, options);
        var stride = StrideOf(header);
        var rgb = new byte[header.Width * header.Height * 3];
        var palette = header.Bits <= 8 ? bytes.Slice(header.PaletteAt, header.PaletteEntries * header.PaletteEntrySize) : default;
        for (var y = 0; y < header.Height; y++)
        {
            var stored = header.BottomUp ? header.Height - 1 - y : y;
            var line = bytes.Slice((int)(header.PixelsAt + stored * stride), (int)stride);
            var target = rgb.AsSpan((int)(y * header.Width * 3), (int)header.Width * 3);
            if (header.Bits <= 8) Indexed(line, target, header, palette, name);
            else Direct(line, target, header.Bits / 8);
        }

        return new RgbImage(rgb, (int)header.Width, (int)header.Height);
    }

    /// <summary>Checks all but the palette indexes: header, limits and that the pixels are there.</summary>
    /// <exception cref="ImageRefusedException">Truncated, damaged, over a limit, or of a variant that is not read.</exception>
    public static ImageSize CheckHeader(ReadOnlySpan<byte> bytes, string name, ImageDecodingOptions options)
    {
        var header = CheckedHeader(bytes, name, options);
        return new((int)header.Width, (int)header.Height);
    }

    private static long StrideOf(Header header) => (header.Width * header.Bits + 31) / 32 * 4;

    private static Header CheckedHeader(ReadOnlySpan<byte> bytes, string name, ImageDecodingOptions options)
    {
        var header = ReadHeader(bytes, name);
        ImageLimits.CheckPixels(header.Width, header.Height, name, options, ImageDecoder.OtherFormat);
        return header.PixelsAt >= 0 && header.PixelsAt + StrideOf(header) * header.Height <= bytes.Length
            ? header
            : throw new ImageRefusedException(ImageRefusalReasons.Truncated, $"Image '{name}' ends before its BMP data does; fetch or copy the file again.");
    }

    private static void Direct(ReadOnlySpan<byte> line, Span<byte> target, int step)
    {
        for (int i = 0, o = 0; o < target.Length; i += step, o += 3) (target[o], target[o + 1], target[o + 2]) = (line[i + 2], line[i + 1], line[i]);
    }

    private static void Indexed(ReadOnlySpan<byte> line, Span<byte> target, Header header, ReadOnlySpan<byte> palette, string name)
    {
        for (var x = 0; x < header.Width; x++)
        {
            var bit = x * header.Bits;
            var index = (line[bit / 8] >> (8 - header.Bits - bit % 8)) & ((1 << header.Bits) - 1);
            if (index >= header.PaletteEntries) throw Damaged(name);
            var entry = palette.Slice(index * header.PaletteEntrySize, 3);
            (target[3 * x], target[3 * x + 1], target[3 * x + 2]) = (entry[2], entry[1], entry[0]);
        }
    }

    private static Header ReadHeader(ReadOnlySpan<byte> bytes, string name)
    {
        var size = BinaryPrimitives.ReadInt32LittleEndian(bytes[14..]);
        if (bytes.Length < 14 + size)
            throw new ImageRefusedException(ImageRefusalReasons.Truncated, $"Image '{name}' ends within its BMP header; fetch or copy the file again.");
        var old = size == 12;
        long width = old ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]) : BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]);
        long height = old ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[20..]) : BinaryPrimitives.ReadInt32LittleEndian(bytes[22..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(old ? 24 : 28)..]);
        var compression = old ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes[30..]);
        if (compression != 0 || bits is not (1 or 4 or 8 or 24 or 32))
            throw new ImageRefusedException(
                ImageRefusalReasons.UnsupportedFormat, $"Image '{name}' is a compressed or {bits}-bit BMP; save it as PNG or as a 24-bit BMP.");
        var declared = old ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes[46..]);
        var entries = bits > 8 ? 0 : declared == 0 ? 1 << bits : declared;
        if (entries < 0 || entries > 256 || 14 + size + entries * (old ? 3 : 4) > bytes.Length) throw Damaged(name);
        return new Header(width, Math.Abs(height), height > 0, bits, BinaryPrimitives.ReadUInt32LittleEndian(bytes[10..]), 14 + size, entries, old ? 3 : 4);
    }

    private static ImageRefusedException Damaged(string name) =>
        new(ImageRefusalReasons.Unreadable, $"Image '{name}' is a damaged BMP file; replace it or save it again with an image editor.");

    private readonly record struct Header(
        long Width, long Height, bool BottomUp, int Bits, long PixelsAt, int PaletteAt, int PaletteEntries, int PaletteEntrySize);
}
