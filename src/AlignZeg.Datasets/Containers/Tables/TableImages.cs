using System.Globalization;
using System.Runtime.CompilerServices;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Manifests;
using Parquet;
using Parquet.Schema;

namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>The images of a Parquet file, row group by row group; memory holds one. Whatever the library makes of a hostile file is one sentence.</summary>
/// <param name="table">The file; has to seek.</param> <param name="folder">What paths in it are relative to; null = where a path leads nobody looks, and the images have to be in the table.</param>
/// <param name="limits">When to refuse it.</param> <param name="names">Of what the table is a part of.</param>
internal sealed class TableImages(Stream table, string? folder, ArchiveLimits limits, EntryNames names)
{
    private readonly SortedSet<string> _unread = new(StringComparer.Ordinal);
    private FencedStream? _fence;
    private TableCheck? _check;
    private long _row, _given;

    /// <summary>What the name of every row begins with, such as <c>train/</c>. Default: nothing.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Columns of metadata that could not be read, after the last row.</summary>
    public IEnumerable<string> Unread => _unread;

    /// <summary>Goes through it once.</summary>
    /// <exception cref="ArchiveException">It is damaged, has no column of images, or is over a limit.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async IAsyncEnumerable<TableRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var fence = new FencedStream(table);
        (_fence, _check) = (fence, new(fence, limits));
        await WholeAsync("its footer", async () =>
        {
            await _check!.FooterAsync(cancellationToken);
            return true;
        });
        await using var reader = await WholeAsync("its footer", () => ParquetReader.CreateAsync(fence, null, leaveStreamOpen: true, cancellationToken));
        var columns = await WholeAsync("its footer", () => Task.FromResult(TableColumns.Of(reader.Schema, reader.CustomMetadata)));
        if (folder is null && columns.Bytes is null) throw new ArchiveException($"The table has only the paths of images, in its column '{EntryNames.Told(columns.Path!.Path.FirstPart!)}', and no bytes; write the images themselves into it, or send them as they are.");
        for (int number = 0; number < reader.RowGroupCount; number++)
        {
            int at = number;
            var group = await WholeAsync($"row group {at}", () => ReadGroupAsync(reader, at, columns, cancellationToken));
            for (int i = 0; i < group.Rows; i++)
            {
                int row = i;
                yield return await WholeAsync($"row {_row}", () => TakeAsync(group, row, cancellationToken));
            }
        }
    }

    private async Task<RowGroupValues> ReadGroupAsync(ParquetReader reader, int number, TableColumns columns, CancellationToken cancellationToken)
    {
        using var group = reader.OpenRowGroupReader(number);
        var places = await PlacesAsync(reader, group, columns, cancellationToken);
        var bytes = columns.Bytes is { } content ? await TableValues.ReadRowsAsync<ReadOnlyMemory<byte>>(Within(group, places[content]), content, cancellationToken) : null;
        var paths = columns.Path is { } path ? await TableValues.ReadRowsAsync<ReadOnlyMemory<char>>(Within(group, places[path]), path, cancellationToken) : null;
        var others = new List<(string Name, Array Values)>();
        foreach (var column in columns.Others)
            if (await TryReadAsync(Within(group, places[column]), column, cancellationToken) is { } values) others.Add((column.Name, values));
        return new((int)group.RowCount, bytes, paths, others);
    }

    private async Task<Dictionary<DataField, (long Start, long End)>> PlacesAsync(ParquetReader reader, ParquetRowGroupReader group, TableColumns columns, CancellationToken cancellationToken)
    {
        DataField[] wanted = [.. columns.All];
        _fence!.Limit(0, long.MaxValue);
        var places = await _check!.PagesAsync(group.RowCount, [.. wanted.Select(column => WantedColumn.Of(reader.Metadata!.Schema, group, column))], cancellationToken);
        return wanted.Zip(places).ToDictionary(one => one.First, one => one.Second, (IEqualityComparer<DataField>)ReferenceEqualityComparer.Instance);
    }

    private ParquetRowGroupReader Within(ParquetRowGroupReader group, (long Start, long End) place)
    {
        _fence!.Limit(place.Start, place.End);
        return group;
    }

    // An encoding that the library does not know for the column's type is no damage: the images are there.
    private async Task<Array?> TryReadAsync(ParquetRowGroupReader group, DataField column, CancellationToken cancellationToken)
    {
        try
        {
            return _unread.Contains(column.Name) ? null : await TableValues.ReadAsync(group, column, cancellationToken);
        }
        catch (NotSupportedException)
        {
            _unread.Add(column.Name);
            return null;
        }
    }

    private async Task<TableRow> TakeAsync(RowGroupValues group, int row, CancellationToken cancellationToken)
    {
        long number = _row++;
        if (number >= limits.MaxEntries - limits.EntriesBefore) throw new ArchiveException($"The {(limits.EntriesBefore > 0 ? "tables have" : "table has")} more than {limits.MaxEntries} rows{(limits.EntriesBefore > 0 ? " in all" : "")}; take it in several parts.");
        var (path, length) = (group.PathOf(row), group.BytesOf(row));
        Meter(length, group.LettersOf(row), number);
        var (content, reason) = length > limits.MaxEntryBytes ? (null, SkipReasons.TooManyBytes) : group.TakeBytes(row) is { } bytes ? await ImageIntake.ReadAsync(new MemoryStream(bytes.ToArray()), limits.MaxEntryBytes, cancellationToken) : default;
        string? file = content is null && reason is null ? FileOf(path) : null;
        string name = content is null && file is null ? EntryNames.Told(Given(path, number)) : NameOf(path, number);
        Meter(0, name.Length, number);
        return new(name, content, file, group.MetadataOf(row)) { Reason = reason };
    }

    // Rows may share their bytes, which are in the file once: they count each time, as those of a zip do; what they are called too, which is kept.
    private void Meter(long bytes, long letters, long row)
    {
        if (letters > limits.MaxRowLetters) throw new ArchiveException($"The table has {letters} letters of text in row {row}, the limit is {limits.MaxRowLetters}; leave columns out.");
        _check!.RequireFew(_given += bytes + letters);
    }

    // What datasets writes as path is often that of the machine it was made on: the file's name is what is left of it.
    private string Given(string? path, long row)
    {
        string? given = path is not null && (Path.IsPathRooted(path) || path.Contains("..", StringComparison.Ordinal) || path.Contains("://", StringComparison.Ordinal)) ? Path.GetFileName(path) : path;
        return Prefix + (string.IsNullOrEmpty(given) ? Plain(row) : given);
    }

    private string NameOf(string? path, long row)
    {
        var name = names.Take(Given(path, row));
        if (name is { Fault: SkipReasons.RepeatedName }) name = names.Take($"{ImageExtensions.Strip(name.Name)}~{Plain(row)}{(ImageExtensions.Has(name.Name) ? Path.GetExtension(name.Name) : "")}");
        return name is { Fault: null, IsHidden: false } ? name.Name : names.Take(Prefix + Plain(row)).Name;
    }

    private static string Plain(long row) => row.ToString("D8", CultureInfo.InvariantCulture);

    private string? FileOf(string? path)
    {
        if (folder is null || string.IsNullOrEmpty(path) || path.Contains('\0')) return null;
        string file = Path.GetFullPath(path, folder);
        return File.Exists(file) ? file : null;
    }

    private async Task<T> WholeAsync<T>(string where, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (_fence!.Fault is { } fault && exception != fault)
        {
            throw new IOException(fault.Message, fault); // not the table's: whatever the library made of it
        }
        catch (InvalidDataException exception)
        {
            throw new ArchiveException($"The table cannot be used at {where}: {exception.Message.TrimEnd('.')}.", exception);
        }
        catch (Exception exception) when (_fence!.Fault is null && exception is not (ArchiveException or OperationCanceledException or UnauthorizedAccessException or OutOfMemoryException))
        {
            throw new ArchiveException($"The table is damaged at {where}; write it again, or fetch it again.", exception);
        }
    }
}
