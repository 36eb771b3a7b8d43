using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace AlignZeg.Datasets.Archives;

/// <summary>The images of archives from strangers, one at a time. A file that cannot be taken is skipped and told; archives within archives are not opened.</summary>
public static class ArchiveReader
{
    /// <summary>
    /// Reads to the end of the archive, and fails there if it is damaged: what came before it failed was whole, but not all. Hidden files and folders, and what
    /// operating systems pack for themselves (<c>__MACOSX</c>, <c>.DS_Store</c>), are left out silently.
    /// </summary>
    /// <param name="archive">A zip has to seek, and to know its length; tars are read as they come.</param>
    /// <param name="format">Its format.</param>
    /// <param name="limits">When to refuse it.</param>
    /// <param name="names">Of this archive, and of what it is a part of.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArchiveException">The archive is damaged, encrypted, or over a limit.</exception>
    public static IAsyncEnumerable<ArchiveEntry> ReadAsync(
        Stream archive, ArchiveFormat format, ArchiveLimits limits, EntryNames names, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(limits);
        return format switch
        {
            ArchiveFormat.Zip => new ZipImages(archive, limits, names).ReadAsync(cancellationToken),
            ArchiveFormat.Tar => new TarImages(archive, limits, names).ReadAsync(cancellationToken),
            _ => UnzippedAsync(archive, limits, names, cancellationToken),
        };
    }

    private static async IAsyncEnumerable<ArchiveEntry> UnzippedAsync(
        Stream archive, ArchiveLimits limits, EntryNames names, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var packed = new MeteredStream(archive, _ => long.MaxValue);
        await using var unzipped = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        await foreach (var entry in new TarImages(unzipped, limits, names, packed).ReadAsync(cancellationToken)) yield return entry;
    }
}
