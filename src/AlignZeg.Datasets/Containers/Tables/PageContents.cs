using System.Buffers.Binary;
using Parquet.Meta;

namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>
/// What the library believes of the values in pages, before it reads them. It writes values of some encodings over memory of another type; where a dictionary has fewer entries than it says, it gives what others had in the
/// same memory; it makes room for what the packing of differences claims
/// (https://github.com/apache/parquet-format/blob/master/Encodings.md).
/// </summary>
internal static class PageContents
{
    private const int LengthBytes = sizeof(int), LargestBlock = 1 << 16;

    /// <summary>True if what is in the page has to be seen, not only its header.</summary>
    /// <exception cref="InvalidDataException">It is in an encoding that is not read.</exception>
    public static bool HaveToBeSeen(WantedColumn column, PageHeader page)
    {
        if (page.Type == PageHeader.Dictionary) return true;
        bool isRead = (Encoding)page.Encoding switch
        {
            Encoding.PLAIN or Encoding.PLAIN_DICTIONARY or Encoding.RLE_DICTIONARY or Encoding.DELTA_BINARY_PACKED or Encoding.DELTA_LENGTH_BYTE_ARRAY => true,
            Encoding.RLE => column.Field.ClrType == typeof(bool),
            Encoding.BYTE_STREAM_SPLIT => column.Field.ClrType == typeof(float) || column.Field.ClrType == typeof(double),
            _ => false,
        };
        if (!isRead) throw new InvalidDataException($"the column '{column.Told}' is in an encoding that is not read ({(Encoding)page.Encoding}); write the table again in plain encoding or with dictionaries");
        return (Encoding)page.Encoding is Encoding.DELTA_BINARY_PACKED or Encoding.DELTA_LENGTH_BYTE_ARRAY;
    }

    /// <summary>Looks at what is in a page.</summary>
    /// <param name="column">Its column.</param> <param name="page">Its header.</param> <param name="bytes">What was packed in it.</param>
    /// <exception cref="InvalidDataException">It is not what the page says.</exception>
    public static void Check(WantedColumn column, PageHeader page, ReadOnlySpan<byte> bytes)
    {
        if (page.Type == PageHeader.Dictionary) CheckDictionary(column, page.Entries, bytes);
        else CheckDifferences(page, page.Type == PageHeader.Data && column.HasLevels ? bytes[(LengthBytes + LengthAt(bytes))..] : bytes);
    }

    private static void CheckDictionary(WantedColumn column, long entries, ReadOnlySpan<byte> bytes)
    {
        if (column.Element is not { Type: { } type } element) throw Short();
        if (type != Parquet.Meta.Type.BYTE_ARRAY && WidthOf(column, type, element.TypeLength ?? 0) is var width && (width <= 0 || entries * width > bytes.Length)) throw Short();
        for (; type == Parquet.Meta.Type.BYTE_ARRAY && entries > 0; entries--) bytes = bytes[(LengthBytes + LengthAt(bytes))..];
    }

    // As the library takes them, whatever they are in the file.
    private static long WidthOf(WantedColumn column, Parquet.Meta.Type type, int fixedLength)
    {
        if (type == Parquet.Meta.Type.FIXED_LEN_BYTE_ARRAY) return fixedLength;
        var taken = column.Field.ClrType;
        if (type == Parquet.Meta.Type.INT96) return 12;
        return type is Parquet.Meta.Type.INT64 or Parquet.Meta.Type.DOUBLE || taken == typeof(long) || taken == typeof(ulong) || taken == typeof(double) ? sizeof(long) : sizeof(int);
    }

    private static int LengthAt(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= LengthBytes && BinaryPrimitives.ReadInt32LittleEndian(bytes) is >= 0 and var length && length <= bytes.Length - LengthBytes ? length : throw Short();

    private static void CheckDifferences(PageHeader page, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0 && page.Values == page.Missing) return;
        var (block, parts, count) = (Number(ref bytes), Number(ref bytes), Number(ref bytes));
        if (block > LargestBlock || parts == 0 || block % parts != 0 || block == 0 || count > (ulong)page.Values) throw new InvalidDataException("a page of differences claims what is not there");
    }

    private static ulong Number(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64 && bytes.Length > 0; shift += 7)
        {
            byte part = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(part & 127) << shift;
            if (part < 128) return value;
        }

        throw Short();
    }

    private static InvalidDataException Short() => new("a page has fewer values than it says");
}
