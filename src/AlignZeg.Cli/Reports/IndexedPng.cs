using System.Buffers.Binary;
using System.IO.Compression;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Cli.Reports;

/// <summary>A small palette PNG in which one index may be transparent: layers that lie over a photograph in a page.</summary>
internal static class IndexedPng
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <param name="indices">Row-major, width * height, each below the length of the palette.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="palette">Up to 256 colours; null = transparent.</param>
    public static byte[] Encode(ReadOnlySpan<byte> indices, int width, IReadOnlyList<Rgb?> palette)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), indices.Length / width);
        (header[8], header[9]) = (8, 3); // 8 bits, palette
        using var png = new MemoryStream();
        png.Write(Signature);
        Write(png, "IHDR"u8, header);
        Write(png, "PLTE"u8, [.. palette.SelectMany(colour => new[] { colour?.R ?? 0, colour?.G ?? 0, colour?.B ?? 0 })]);
        Write(png, "tRNS"u8, [.. palette.Select(colour => colour is null ? (byte)0 : (byte)255)]);
        Write(png, "IDAT"u8, Compress(indices, width));
        Write(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> indices, int width)
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int row = 0; row < indices.Length; row += width)
            {
                zlib.WriteByte(0); // no filter
                zlib.Write(indices.Slice(row, width));
            }
        }
        return buffer.ToArray();
    }

    private static void Write(Stream png, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(kind);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, kind), data));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte one in data)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320u & (uint)-(int)(crc & 1));
        }
        return crc;
    }
}
