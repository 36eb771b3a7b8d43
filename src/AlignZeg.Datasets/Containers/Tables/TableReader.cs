using System.Runtime.CompilerServices;
using AlignZeg.Datasets.Archives;

namespace AlignZeg.Datasets.Containers.Tables;

/// <summary>The images of Parquet tables from strangers, one at a time; the other columns are their metadata. Where a table only says where an image is, nobody looks there.</summary>
public static class TableReader
{
    private const string Ending = ".parquet";

    /// <summary>Bytes that <see cref="Is"/> needs.</summary>
    public const int HeadBytes = 4;

    /// <summary>True if a file that begins so is a table.</summary>
    /// <param name="head">Its first <see cref="HeadBytes"/> bytes, or more.</param>
    public static bool Is(ReadOnlySpan<byte> head) => head.StartsWith("PAR1"u8);

    /// <summary>The folder that the images of a table are in, if it is one of several things: <c>train-0.parquet</c> → <c>train-0/</c>.</summary>
    public static string FolderOf(string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return (table.Length > Ending.Length && table.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) ? table[..^Ending.Length] : table) + '/';
    }

    /// <summary>Reads to the end of the table, and fails there if it is damaged: what came before it failed was whole, but not all. Memory holds one row group.</summary>
    /// <param name="table">Has to seek, and to know its length.</param>
    /// <param name="limits">When to refuse it.</param>
    /// <param name="names">Of what the table is a part of.</param>
    /// <param name="folder">What names of rows begin with, see <see cref="FolderOf"/>. Default: nothing.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArchiveException">The table is damaged, has no column with the bytes of images, or is over a limit.</exception>
    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(
        Stream table, ArchiveLimits limits, EntryNames names, string folder = "", [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        var images = new TableImages(table, null, limits, names) { Prefix = folder };
        await foreach (var row in images.ReadAsync(cancellationToken))
            yield return new(row.Name, row.Content, row.Content is null ? row.Reason ?? SkipReasons.NotFound : null) { Metadata = row.Metadata };
        foreach (string column in images.Unread) yield return new($"{folder}column {EntryNames.Told(column)}", null, SkipReasons.UnknownPacking);
    }
}
