using AlignZeg.Datasets.Containers.Tables;
using Parquet.Meta;
using Parquet.Schema;

namespace AlignZeg.Datasets.Tests.Containers;

/// <summary>Pages in Thrift's compact protocol, as nobody would write them: a field is its distance and type in a byte, then a zigzag number.</summary>
internal static class HandMadePages
{
    /// <summary>A column of pages that begin where a table's magic ends. Default: of bytes.</summary>
    public static WantedColumn Column(int length, long rows = 1, CompressionCodec codec = CompressionCodec.UNCOMPRESSED, DataField? field = null) =>
        new(new() { DataPageOffset = 4, TotalCompressedSize = length, Codec = codec, NumValues = rows }, field ?? new DataField<byte[]>("image"))
        {
            Element = new() { Type = field?.ClrType == typeof(long) ? Parquet.Meta.Type.INT64 : Parquet.Meta.Type.BYTE_ARRAY },
        };

    /// <summary>A field of a schema, with levels if its values may be missing.</summary>
    public static DataField Attached(DataField field) => new ParquetSchema(field).DataFields[0];

    /// <summary>The head of a page, without the headers of its kind.</summary>
    public static byte[] Head(long type, long unpacked, long packed) => [0x15, .. Number(type), 0x15, .. Number(unpacked), 0x15, .. Number(packed)];

    /// <summary>A page of version 1.</summary>
    public static byte[] Data(long unpacked, byte[] packed, long values = 1, Encoding encoding = Encoding.PLAIN) => [.. Head(0, unpacked, packed.Length), 0x2C, .. DataHeader(values, (long)encoding), 0, .. packed];

    /// <summary>The header of a page of version 1.</summary>
    public static byte[] DataHeader(long values, long encoding = 0) => [0x15, .. Number(values), 0x15, .. Number(encoding), 0x15, 0, 0x15, 0, 0];

    /// <summary>The header of a page of version 2.</summary>
    public static byte[] Data2Header(long values = 1, long missing = 0, long levels = 0, long repetitions = 0, Encoding encoding = Encoding.PLAIN, bool isPacked = true) =>
        [0x15, .. Number(values), 0x15, .. Number(missing), 0x15, .. Number(values), 0x15, .. Number((long)encoding), 0x15, .. Number(levels), 0x15, .. Number(repetitions), (byte)(isPacked ? 0x11 : 0x12), 0];

    /// <summary>A page of version 2.</summary>
    public static byte[] Data2(long unpacked, byte[] packed, byte[] header) => [.. Head(3, unpacked, packed.Length), 0x5C, .. header, 0, .. packed];

    /// <summary>The header of a dictionary.</summary>
    public static byte[] DictionaryHeader(long entries) => [0x15, .. Number(entries), 0x15, 0, 0];

    /// <summary>A dictionary.</summary>
    public static byte[] Dictionary(long entries, byte[] packed, long? unpacked = null) => [.. Head(2, unpacked ?? packed.Length, packed.Length), 0x4C, .. DictionaryHeader(entries), 0, .. packed];

    public static List<byte> Number(long value)
    {
        var bytes = new List<byte>();
        ulong left = (ulong)((value << 1) ^ (value >> 63));
        for (; left > 127; left >>= 7) bytes.Add((byte)(left | 128));
        bytes.Add((byte)left);
        return bytes;
    }
}
