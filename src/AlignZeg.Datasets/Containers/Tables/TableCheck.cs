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
    private const int MagicBytes = 4, TailBytes = 8, LongestFooter = 16 << 20, FirstWindow = 4 << 10, LongestWindow = 1 << 20, LongestVarint = 5;
    private const long MostRows = 4 << 20, ValueBytes = 32; // of a value in memory, whatever it is packed to
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
        new CompactReader(footer).CheckFooter();
    }

    /// <summary>Goes over the pages of some columns of a row group.</summary>
    /// <param name="group">The row group.</param> <param name="columns">Positions of its columns, and whether their values may be missing.</param> <param name="cancellationToken">Stops between pages.</param>
    /// <returns>Where the pages of each column are: nobody may read beside them.</returns>
    /// <exception cref="ArchiveException">They unpack to more than may be in memory, or in all.</exception>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public async Task<IReadOnlyList<(long Start, long End)>> PagesAsync(RowGroup group, IReadOnlyCollection<(int Position, bool HasLevels)> columns, CancellationToken cancellationToken)
    {
        if (group.NumRows is < 0 or > MostRows) throw new ArchiveException($"The table has a row group of {group.NumRows} rows, the limit is {MostRows}; write it again with smaller row groups.");
        var (unpacked, held, places) = (0L, ValueBytes * group.NumRows * columns.Count, new List<(long, long)>());
        RequireRoom(held);
        foreach (var (position, hasLevels) in columns)
        {
            var column = group.Columns[position].MetaData ?? throw new InvalidDataException("a column has no description");
            var place = PlaceOf(column);
            places.Add(place);
            unpacked += await ColumnAsync(column, place, hasLevels, held + unpacked, cancellationToken);
        }

        _unpacked += unpacked;
        if (_unpacked > limits.UnpackedOf(table.Length)) throw new ArchiveException($"The table unpacks to more than {limits.UnpackedOf(table.Length)} bytes, far more than images do; send the images as they are.");
        return places;
    }

    private (long Start, long End) PlaceOf(ColumnMetaData column)
    {
        long start = column.DictionaryPageOffset is > 0 and var dictionary && dictionary < column.DataPageOffset ? dictionary : column.DataPageOffset, end = start + column.TotalCompressedSize;
        return start >= MagicBytes && end >= start && end <= table.Length && column.NumValues is >= 0 and <= 2 * MostRows ? (start, end) : throw new InvalidDataException("a column is said to be outside of the file");
    }

    private async Task<long> ColumnAsync(ColumnMetaData column, (long Start, long End) place, bool hasLevels, long before, CancellationToken cancellationToken)
    {
        var (at, unpacked, values) = (place.Start, 0L, 0L);
        while (at < place.End)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (page, header) = await PageAsync(at, place.End, cancellationToken);
            if (page.Packed > place.End - at - header) throw new InvalidDataException("a page reaches over the end of its column");
            RequireRoom(before + unpacked + page.Unpacked + page.Packed);
            unpacked += Math.Max(page.Unpacked, await UnpackedAsync(column.Codec, at + header + (hasLevels ? page.Levels : 0), at + header + page.Packed, cancellationToken));
            (at, values) = (at + header + page.Packed, values + page.Values + page.Entries);
            RequireRoom(before + unpacked);
            if (values > 2 * MostRows) throw new InvalidDataException("a column has more values than rows");
        }

        return unpacked;
    }

    // Some codecs have their own word for how much it is, which the library believes more than the header's.
    private async Task<long> UnpackedAsync(CompressionCodec codec, long at, long end, CancellationToken cancellationToken)
    {
        if (codec is not (CompressionCodec.SNAPPY or CompressionCodec.ZSTD) || at >= end) return 0;
        var packed = new byte[codec == CompressionCodec.ZSTD ? end - at : Math.Min(LongestVarint, end - at)];
        await ReadAsync(at, packed, cancellationToken);
        if (codec == CompressionCodec.ZSTD) return Math.Min(long.MaxValue / 2, (long)Math.Min(long.MaxValue, ZstdSharp.Decompressor.GetDecompressedSize(packed)));
        long length = 0;
        for (int i = 0; i < packed.Length; i++)
        {
            length |= (long)(packed[i] & 127) << (7 * i);
            if (packed[i] < 128) break;
        }

        return length;
    }

    private void RequireRoom(long bytes)
    {
        if (bytes > limits.MaxGroupBytes) throw new ArchiveException($"The table has a row group that unpacks to more than {limits.MaxGroupBytes} bytes; write it again with fewer rows a group (datasets: writer_batch_size).");
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
