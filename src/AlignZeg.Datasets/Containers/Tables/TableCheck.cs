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
    private const int MagicBytes = TableReader.HeadBytes, TailBytes = 8, LongestFooter = 16 << 20, FirstWindow = 4 << 10, LongestWindow = 1 << 20;
    private const long MostRows = 4 << 20, ValueBytes = 32; // of a value in memory, whatever it is packed to
    private long _unpacked;

    /// <summary>Goes over the footer.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public async Task FooterAsync(CancellationToken cancellationToken)
    {
        var (head, tail) = (new byte[MagicBytes], new byte[TailBytes]);
        if (table.Length < MagicBytes + TailBytes) throw new InvalidDataException("it is no Parquet file, or cut short");
        await ReadAsync(0, head, cancellationToken);
        await ReadAsync(table.Length - TailBytes, tail, cancellationToken);
        if (!TableReader.Is(head) || !TableReader.Is(tail.AsSpan(MagicBytes))) throw new InvalidDataException("it is no Parquet file, or cut short");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (length > LongestFooter || length > table.Length - MagicBytes - TailBytes) throw new InvalidDataException($"its footer is said to have {length} bytes");
        var footer = new byte[length];
        await ReadAsync(table.Length - TailBytes - length, footer, cancellationToken);
        new CompactReader(footer).CheckFooter();
    }

    /// <summary>Goes over the pages of some columns of a row group.</summary>
    /// <param name="rows">Of the row group.</param> <param name="columns">Of it.</param> <param name="cancellationToken">Stops between pages.</param>
    /// <returns>Where the pages of each column are: nobody may read beside them.</returns>
    /// <exception cref="ArchiveException">They unpack to more than may be in memory, or in all.</exception>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public async Task<IReadOnlyList<(long Start, long End)>> PagesAsync(long rows, IReadOnlyList<WantedColumn> columns, CancellationToken cancellationToken)
    {
        if (rows is < 0 or > MostRows) throw new ArchiveException($"The table has a row group of {rows} rows, the limit is {MostRows}; write it again with smaller row groups.");
        var places = columns.Select(column => PlaceOf(column, rows)).ToList();
        RequireApart(places);
        var (unpacked, held) = (0L, ValueBytes * rows * columns.Count);
        RequireRoom(held);
        foreach (var (column, place) in columns.Zip(places)) unpacked += await ColumnAsync(column, place, rows, held + unpacked, cancellationToken);
        RequireFew(_unpacked += unpacked);
        return places;
    }

    /// <summary>Refuses a table of which far more comes out than images are.</summary>
    /// <exception cref="ArchiveException">So many bytes are too many.</exception>
    public void RequireFew(long unpacked)
    {
        if (unpacked > limits.UnpackedOf(table.Length)) throw new ArchiveException($"The table unpacks to more than {limits.UnpackedOf(table.Length)} bytes, far more than images do; send the images as they are.");
    }

    private (long Start, long End) PlaceOf(WantedColumn wanted, long rows)
    {
        var column = wanted.Chunk;
        if (!PageCodec.IsRead(column.Codec)) throw new InvalidDataException($"the column '{wanted.Told}' is packed as {column.Codec}, which is not read; write it again with snappy, zstd or gzip");
        if (column.NumValues != rows) throw new InvalidDataException($"the column '{wanted.Told}' does not have a value for each row");
        long start = column.DictionaryPageOffset is > 0 and var dictionary && dictionary < column.DataPageOffset ? dictionary : column.DataPageOffset, end = start + column.TotalCompressedSize;
        return start >= MagicBytes && end >= start && end <= table.Length ? (start, end) : throw new InvalidDataException("a column is said to be outside of the file");
    }

    private static void RequireApart(List<(long Start, long End)> places)
    {
        long end = 0;
        foreach (var place in places.Where(place => place.End > place.Start).Order())
        {
            if (place.Start < end) throw new InvalidDataException("two columns are said to be at one place");
            end = place.End;
        }
    }

    private async Task<long> ColumnAsync(WantedColumn column, (long Start, long End) place, long rows, long before, CancellationToken cancellationToken)
    {
        var (at, unpacked, values) = (place.Start, 0L, 0L);
        while (at < place.End)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (page, header) = await PageAsync(at, place.End, cancellationToken);
            if (page.Packed > place.End - at - header) throw new InvalidDataException("a page reaches over the end of its column");
            RequireRoom(before + unpacked + page.Unpacked + page.Packed + (ValueBytes * page.Entries));
            unpacked += header + await UnpackedAsync(column, page, at + header, cancellationToken); // a page is looked at once for each column that it is in: it counts as often
            RequireRoom(before + unpacked);
            (at, values) = (at + header + page.Packed, values + page.Values);
            if (values > rows || page.Entries > 2 * MostRows) throw new InvalidDataException("a column has more values than rows");
            await CheckAsync(column, page, at, cancellationToken);
        }

        return unpacked;
    }

    private async Task<long> UnpackedAsync(WantedColumn column, PageHeader page, long at, CancellationToken cancellationToken)
    {
        var codec = CodecOf(column, page);
        if (codec == CompressionCodec.UNCOMPRESSED && page.Unpacked != page.Packed) throw new InvalidDataException("a page that is not packed says that it unpacks");
        var head = new byte[PageCodec.HeadBytes(codec, page.Packed - LevelsOf(column, page))];
        await ReadAsync(at + LevelsOf(column, page), head, cancellationToken);
        return Math.Max(Math.Max(page.Unpacked, page.Packed), PageCodec.LengthOf(codec, head));
    }

    private async Task CheckAsync(WantedColumn column, PageHeader page, long end, CancellationToken cancellationToken)
    {
        if (!PageContents.HaveToBeSeen(column, page)) return;
        long levels = LevelsOf(column, page);
        var packed = new byte[page.Packed - levels];
        await ReadAsync(end - packed.Length, packed, cancellationToken);
        PageContents.Check(column, page, PageCodec.Unpack(CodecOf(column, page), packed, Math.Max(0, page.Unpacked - levels)));
    }

    private static CompressionCodec CodecOf(WantedColumn column, PageHeader page) => page.IsPlain ? CompressionCodec.UNCOMPRESSED : column.Chunk.Codec;

    private static long LevelsOf(WantedColumn column, PageHeader page) => column.HasLevels ? page.Levels : 0;

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
