using System.Buffers.Binary;
using AlignZeg.Datasets.Archives;
using Parquet.Meta;

namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>
/// Looks at a Parquet file before the library makes room for what it claims: the lists of its footer, and of the columns that are wanted, the pages
/// (https://github.com/apache/parquet-format, "File format").
/// </summary>
internal sealed class TableCheck(Stream table, ArchiveLimits limits)
{
    private const int MagicBytes = 4, TailBytes = 8, LongestFooter = 16 << 20, FirstWindow = 4 << 10, LongestWindow = 1 << 20;
    private const long MostUnpacked = 1L << 30, MostRows = 4 << 20;
    private static readonly byte[] Magic = "PAR1"u8.ToArray();
    private long _unpacked;

    /// <summary>Goes over the footer.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public async Task FooterAsync(CancellationToken cancellationToken)
    {
        var (head, tail) = (new byte[MagicBytes], new byte[TailBytes]);
        if (table.Length < MagicBytes + TailBytes) throw new InvalidDataException("it is no Parquet file, or cut short");
        await ReadAsync(0, head, cancellationToken);
        await ReadAsync(table.Length - TailBytes, tail, cancellationToken);
        if (!head.AsSpan().SequenceEqual(Magic) || !tail.AsSpan(MagicBytes).SequenceEqual(Magic)) throw new InvalidDataException("it is no Parquet file, or cut short");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (length > LongestFooter || length > table.Length - MagicBytes - TailBytes) throw new InvalidDataException($"its footer is said to have {length} bytes");
        var footer = new byte[length];
        await ReadAsync(table.Length - TailBytes - length, footer, cancellationToken);
        new CompactReader(footer).SkipStruct();
    }

    /// <summary>Goes over the pages of some columns of a row group.</summary>
    /// <param name="group">The row group.</param> <param name="columns">Positions of its columns.</param> <param name="cancellationToken">Stops between pages.</param>
    /// <exception cref="ArchiveException">They unpack to more than may be in memory, or in all.</exception>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public async Task PagesAsync(RowGroup group, IEnumerable<int> columns, CancellationToken cancellationToken)
    {
        if (group.NumRows is < 0 or > MostRows) throw new ArchiveException($"The table has a row group of {group.NumRows} rows, the limit is {MostRows}; write it again with smaller row groups.");
        long unpacked = 0;
        foreach (int column in columns) unpacked += await ColumnAsync(group.Columns[column].MetaData ?? throw new InvalidDataException("a column has no description"), unpacked, cancellationToken);
        _unpacked += unpacked;
        if (_unpacked > limits.UnpackedOf(table.Length)) throw new ArchiveException($"The table unpacks to more than {limits.UnpackedOf(table.Length)} bytes, far more than images do; send the images as they are.");
    }

    private async Task<long> ColumnAsync(ColumnMetaData column, long before, CancellationToken cancellationToken)
    {
        long at = column.DictionaryPageOffset is > 0 and var dictionary && dictionary < column.DataPageOffset ? dictionary : column.DataPageOffset, end = at + column.TotalCompressedSize;
        if (at < MagicBytes || end < at || end > table.Length) throw new InvalidDataException("a column is said to be outside of the file");
        var (unpacked, values) = (0L, 0L);
        while (at < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (page, header) = await PageAsync(at, end, cancellationToken);
            (at, unpacked, values) = (at + header + page.Packed, unpacked + page.Unpacked, values + page.Values);
            if (before + unpacked > MostUnpacked) throw new ArchiveException($"The table has a row group that unpacks to more than {MostUnpacked} bytes; write it again with fewer rows a group (datasets: writer_batch_size).");
            if (values > 2 * MostRows) throw new InvalidDataException("a column has more values than rows");
        }

        return at == end ? unpacked : throw new InvalidDataException("a page reaches over the end of its column");
    }

    private async Task<(PageHeader Page, int Header)> PageAsync(long at, long end, CancellationToken cancellationToken)
    {
        for (long window = FirstWindow; ; window *= 16)
        {
            var bytes = new byte[Math.Min(window, end - at)];
            await ReadAsync(at, bytes, cancellationToken);
            try
            {
                var reader = new CompactReader(bytes);
                return (reader.ReadPage(), reader.Position);
            }
            catch (InvalidDataException) when (bytes.Length < Math.Min(LongestWindow, end - at))
            {
                // Statistics may be long: again with more of it.
            }
        }
    }

    private async Task ReadAsync(long at, byte[] bytes, CancellationToken cancellationToken)
    {
        table.Position = at;
        await table.ReadExactlyAsync(bytes, cancellationToken);
    }
}
