using System.Buffers.Binary;
using System.IO.Compression;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Tests.LabelMaps;

/// <summary>PNG files by hand: any header over any filtered lines.</summary>
internal static class HandMadePng
{
    public static byte[] Make(int width, int height, byte depth, byte colourType, byte[] lines, byte interlace = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, colourType, interlace);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(lines);
        using var file = new MemoryStream();
        file.Write(PngChunks.Signature);
        PngChunks.Write(file, "IHDR"u8, header);
        var data = packed.ToArray();
        PngChunks.Write(file, "IDAT"u8, data.AsSpan(0, data.Length / 2));       // two chunks: decoders must join them
        PngChunks.Write(file, "IDAT"u8, data.AsSpan(data.Length / 2));
        PngChunks.Write(file, "IEND"u8, default);
        return file.ToArray();
    }
}
