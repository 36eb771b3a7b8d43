using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Manifests;
using Parquet;
using Parquet.Schema;

namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>The images of a Parquet file, row group by row group; memory holds one. Whatever the library makes of a hostile file is one sentence.</summary>
internal sealed class TableImages(Stream table, string folder, ArchiveLimits limits, EntryNames names)
{
    private readonly TableCheck _check = new(table, limits);
    private readonly SortedSet<string> _unread = new(StringComparer.Ordinal);
    private long _row;

    /// <summary>Columns of metadata that could not be read, after the last row.</summary>
    public IEnumerable<string> Unread => _unread;

    /// <summary>Goes through it once.</summary>
    /// <exception cref="ArchiveException">It is damaged, has no column of images, or is over a limit.</exception>
    public async IAsyncEnumerable<TableRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await WholeAsync("its footer", async () =>
        {
            await _check.FooterAsync(cancellationToken);
            return true;
        });
        await using var reader = await WholeAsync("its footer", () => ParquetReader.CreateAsync(table, null, leaveStreamOpen: true, cancellationToken));
        var columns = await WholeAsync("its footer", () => Task.FromResult(TableColumns.Of(reader.Schema, reader.CustomMetadata)));
        for (int number = 0; number < reader.RowGroupCount; number++)
        {
            int at = number;
            var group = await WholeAsync($"row group {at}", () => ReadGroupAsync(reader, at, columns, cancellationToken));
            for (int row = 0; row < group.Length; row++)
            {
                var values = group[row];
                group[row] = default; // large images are garbage as soon as they are written
                yield return await TakeAsync(values, cancellationToken);
            }
        }
    }

    private async Task<RowValues[]> ReadGroupAsync(ParquetReader reader, int number, TableColumns columns, CancellationToken cancellationToken)
    {
        var fields = reader.Schema.GetDataFields();
        using var group = reader.OpenRowGroupReader(number);
        await _check.PagesAsync(group.RowGroup, columns.All.Select(column => Array.IndexOf(fields, column)), cancellationToken);
        var bytes = columns.Bytes is { } content ? await TableValues.ReadRowsAsync<ReadOnlyMemory<byte>>(group, content, cancellationToken) : null;
        var paths = columns.Path is { } path ? await TableValues.ReadRowsAsync<ReadOnlyMemory<char>>(group, path, cancellationToken) : null;
        var others = new List<(string Name, Array Values)>();
        foreach (var column in columns.Others)
            if (await TryReadAsync(group, column, cancellationToken) is { } values) others.Add((column.Name, values));
        return [.. Enumerable.Range(0, (int)group.RowCount).Select(row => new RowValues(bytes?[row], paths?[row]?.ToString(), MetadataOf(others, row)))];
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

    private static Dictionary<string, JsonElement>? MetadataOf(List<(string Name, Array Values)> columns, int row)
    {
        var members = new Dictionary<string, JsonElement>();
        foreach (var (name, values) in columns)
            if (values.GetValue(row) is { } value) members[name] = TableValues.ToJson(value);
        return members.Count > 0 ? members : null;
    }

    private async Task<TableRow> TakeAsync(RowValues row, CancellationToken cancellationToken)
    {
        long number = _row++;
        if (number == limits.MaxEntries) throw new ArchiveException($"The table has more than {limits.MaxEntries} rows; label it in several parts.");
        string name = NameOf(row.Path, number);
        if (row.Bytes is not { } bytes) return new(name, null, FileOf(row.Path), row.Metadata);
        var (content, reason) = await ImageIntake.ReadAsync(new MemoryStream(bytes.ToArray()), limits.MaxEntryBytes, cancellationToken);
        return new(name, content, null, row.Metadata) { Reason = reason };
    }

    // What datasets writes as path is often that of the machine it was made on: the file's name is what is left of it.
    private string NameOf(string? path, long row)
    {
        string plain = row.ToString("D8", CultureInfo.InvariantCulture);
        string given = path is null ? plain : Path.IsPathRooted(path) || path.Contains("..", StringComparison.Ordinal) || path.Contains("://", StringComparison.Ordinal) ? Path.GetFileName(path) : path;
        var name = names.Take(given);
        if (name is { Fault: SkipReasons.RepeatedName }) name = names.Take($"{ImageExtensions.Strip(name.Name)}~{plain}{(ImageExtensions.Has(name.Name) ? Path.GetExtension(name.Name) : "")}");
        return name is { Fault: null, IsHidden: false } ? name.Name : names.Take(plain).Name;
    }

    private string? FileOf(string? path)
    {
        if (string.IsNullOrEmpty(path) || path.Contains('\0')) return null;
        string file = Path.GetFullPath(path, folder);
        return File.Exists(file) ? file : null;
    }

    private static async Task<T> WholeAsync<T>(string where, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is InvalidDataException)
        {
            throw new ArchiveException($"The table cannot be used at {where}: {exception.Message.TrimEnd('.')}.", exception);
        }
        catch (Exception exception) when (exception is not (ArchiveException or OperationCanceledException or UnauthorizedAccessException))
        {
            throw new ArchiveException($"The table is damaged at {where}; write it again, or fetch it again.", exception);
        }
    }

    private readonly record struct RowValues(ReadOnlyMemory<byte>? Bytes, string? Path, Dictionary<string, JsonElement>? Metadata);
}
