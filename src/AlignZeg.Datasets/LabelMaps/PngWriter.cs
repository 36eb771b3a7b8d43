using System.Buffers.Binary;
using System.IO.Compression;

namespace AlignZeg.Datasets.LabelMaps;

/// <summary>
/// Writes one-channel PNGs. Every line is filtered with "up" (the difference to the line above): label maps are areas, so that almost every
/// byte becomes 0. No time stamp, no text: the same samples give the same bytes.
/// </summary>
internal static class PngWriter
{
    private const byte FilterUp = 2;

    /// <summary>Encodes samples that are one or two (big-endian) bytes each.</summary>
    /// <param name="samples">Row-major, width * height * depth / 8 bytes.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="depth">Bits per sample, 8 or 16.</param>
    /// <param name="palette">R, G, B of each index; empty = grey.</param>
    public static byte[] Encode(ReadOnlySpan<byte> samples, int width, int depth, ReadOnlySpan<byte> palette)
    {
        var line = width * depth / 8;
        using var file = new MemoryStream();
        file.Write(PngChunks.Signature);
        PngChunks.Write(file, "IHDR"u8, Header(width, samples.Length / line, depth, palette.IsEmpty ? 0 : 3));
        if (!palette.IsEmpty) PngChunks.Write(file, "PLTE"u8, palette);
        PngChunks.Write(file, "IDAT"u8, Compress(samples, line));
        PngChunks.Write(file, "IEND"u8, default);
        return file.ToArray();
    }

    private static byte[] Header(int width, int height, int depth, int colourType)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = ((byte)depth, (byte)colourType);
        return header;
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> samples, int line)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var filtered = new byte[line + 1];
            filtered[0] = FilterUp;
            for (var at = 0; at < samples.Length; at += line)
            {
                var current = samples.Slice(at, line);
                if (at == 0) current.CopyTo(filtered.AsSpan(1));
                else Subtract(current, samples.Slice(at - line, line), filtered.AsSpan(1));
                zlib.Write(filtered);
            }
        }

        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }

    private static void Subtract(ReadOnlySpan<byte> current, ReadOnlySpan<byte> above, Span<byte> result)
    {
        for (var i = 0; i < current.Length; i++) result[i] = (byte)(current[i] - above[i]);
    }
}
