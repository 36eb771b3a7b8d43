using System.Buffers.Binary;
using System.IO.Compression;

namespace AlignZeg.Datasets.Tests.Exports;

/// <summary>The indices of 8-bit palette PNGs, read by the PNG specification alone (sections 5, 7, 9 and 10): what tools that keep the palette see, and libvips does not show.</summary>
internal static class PngIndices
{
    /// <summary>Indices row-major, their colours, width and height.</summary>
    public static (byte[] Indices, byte[] Palette, int Width, int Height) Read(string path)
    {
        var (bytes, header, palette) = (File.ReadAllBytes(path), Array.Empty<byte>(), Array.Empty<byte>());
        using var packed = new MemoryStream();
        for (var at = 8; at < bytes.Length;)
        {
            var (length, type) = (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at)), System.Text.Encoding.ASCII.GetString(bytes, at + 4, 4));
            var data = bytes[(at + 8)..(at + 8 + length)];
            if (type == "IHDR") header = data;
            if (type == "PLTE") palette = data;
            if (type == "IDAT") packed.Write(data);
            at += 12 + length;
        }

        Assert.Equal((8, 3, 0), (header[8], header[9], header[12]));        // eight bits, palette, not interlaced
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        packed.Position = 0;
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        using var raw = new MemoryStream();
        zlib.CopyTo(raw);
        return (Unfilter(raw.ToArray(), width, height), palette, width, height);
    }

    private static byte[] Unfilter(byte[] raw, int width, int height)
    {
        Assert.Equal((width + 1) * height, raw.Length);
        var pixels = new byte[width * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (y, x) = Math.DivRem(i, width);
            var (left, up, corner) = (x > 0 ? pixels[i - 1] : 0, y > 0 ? pixels[i - width] : 0, x > 0 && y > 0 ? pixels[i - width - 1] : 0);
            var estimate = left + up - corner;
            var (a, b, c) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
            var predicted = raw[y * (width + 1)] switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, 4 => a <= b && a <= c ? left : b <= c ? up : corner, var other => throw new InvalidDataException($"filter {other}") };
            pixels[i] = (byte)(raw[y * (width + 1) + 1 + x] + predicted);
        }

        return pixels;
    }
}
