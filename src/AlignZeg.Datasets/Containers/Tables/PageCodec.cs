using System.IO.Compression;
using Parquet.Meta;

namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>How pages are packed: only as the library unpacks without a rest of what others had in the same memory.</summary>
internal static class PageCodec
{
    private const int LongestVarint = 5;

    /// <summary>True if pages that are packed so are read.</summary>
    public static bool IsRead(CompressionCodec codec) => codec is CompressionCodec.UNCOMPRESSED or CompressionCodec.SNAPPY or CompressionCodec.GZIP or CompressionCodec.ZSTD;

    /// <summary>Bytes that <see cref="LengthOf"/> needs of a page of so many.</summary>
    public static long HeadBytes(CompressionCodec codec, long packed) => codec switch { CompressionCodec.ZSTD => packed, CompressionCodec.SNAPPY => Math.Min(LongestVarint, packed), _ => 0 };

    /// <summary>The codec's own word for how much it is, which the library believes more than the page's header; 0 = it has none.</summary>
    public static long LengthOf(CompressionCodec codec, ReadOnlySpan<byte> head)
    {
        if (codec == CompressionCodec.ZSTD) return Math.Min(long.MaxValue / 2, (long)Math.Min(long.MaxValue, ZstdSharp.Decompressor.GetDecompressedSize(head)));
        long length = 0;
        for (int i = 0; i < head.Length; i++)
        {
            length |= (long)(head[i] & 127) << (7 * i);
            if (head[i] < 128) break;
        }

        return length;
    }

    /// <summary>All bytes of a page.</summary>
    /// <exception cref="InvalidDataException">They are not as many as its header says.</exception>
    public static byte[] Unpack(CompressionCodec codec, byte[] packed, long unpacked)
    {
        if (codec == CompressionCodec.UNCOMPRESSED || unpacked == 0) return packed[..(int)Math.Min(unpacked, packed.Length)];
        var bytes = new byte[unpacked];
        int length = codec switch
        {
            CompressionCodec.SNAPPY => Snappier.Snappy.Decompress(packed, bytes),
            CompressionCodec.ZSTD => Unzstd(packed, bytes),
            _ => Gunzip(packed, bytes),
        };
        return length == unpacked ? bytes : throw new InvalidDataException("a page unpacks to less than it says");
    }

    private static int Unzstd(byte[] packed, byte[] bytes)
    {
        using var zstd = new ZstdSharp.Decompressor();
        return zstd.Unwrap(packed, bytes);
    }

    private static int Gunzip(byte[] packed, byte[] bytes)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        return gzip.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
    }
}
