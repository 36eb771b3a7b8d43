using System.Runtime.CompilerServices;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Evaluation;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Cli.Exports;

/// <summary>A folder of label-map PNGs and a file with the classes. A map's path without <c>.png</c> names its image.</summary>
/// <param name="folder">The maps.</param> <param name="classes">The classes.</param> <param name="extension">Of the pictures, such as <c>.jpg</c>.</param>
internal sealed class LabelFolderSource(string folder, string classes, string extension) : IExportSource
{
    public string Root { get; } = Path.GetFullPath(folder);

    public bool IsPartial => false;

    public async Task<ExportClasses> ReadClassesAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Root)) throw CommandException.BadInput($"There is no folder '{folder}'; give a folder of label maps (PNG).");
        return new(await ClassList.ReadNamesAsync(classes, cancellationToken));
    }

    public async IAsyncEnumerable<ExportItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var map in SortedFolder.Files(Root, IsMeant)) // the order does not depend on the file system
        {
            cancellationToken.ThrowIfCancellationRequested();
            var stem = Path.GetRelativePath(Root, map).Replace(Path.DirectorySeparatorChar, '/')[..^".png".Length];
            yield return new(stem + extension, stem, map);
        }
    }

    private static bool IsMeant(string name, bool isFolder) => name[0] != '.' && (isFolder || name.EndsWith(".png", StringComparison.OrdinalIgnoreCase));
}
