using System.IO.Compression;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Exports;

/// <summary>A whole export as one archive: the same files give the same bytes.</summary>
public static class ExportZip
{
    private static readonly DateTimeOffset Stamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // the first that a zip can say

    /// <summary>Writes every file of the folder, in the order of their names; of each, a piece is in memory at a time.</summary>
    /// <param name="folder">Of the export.</param> <param name="target">Takes the archive, from its beginning to its end; stays open.</param> <param name="cancellationToken">Stops between pieces.</param>
    public static async Task WriteAsync(ExportFolder folder, Stream target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        await using var zip = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        foreach (string path in SortedFolder.Files(folder.Root, (_, _) => true))
        {
            // Pictures are compressed already.
            var entry = zip.CreateEntry(Path.GetRelativePath(folder.Root, path).Replace(Path.DirectorySeparatorChar, '/'), path.EndsWith(".png", StringComparison.Ordinal) ? CompressionLevel.NoCompression : CompressionLevel.Fastest);
            entry.LastWriteTime = Stamp;
            await using var file = File.OpenRead(path);
            await using var content = await entry.OpenAsync(cancellationToken);
            await file.CopyToAsync(content, cancellationToken);
        }
    }
}
