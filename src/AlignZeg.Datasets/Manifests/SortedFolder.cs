using System.IO.Enumeration;

namespace AlignZeg.Datasets.Manifests;

/// <summary>
/// The files below a folder in an order that does not depend on the file system. Memory holds the names of the folder that is read and of those above it, some 80 bytes each: a list of
/// <see cref="FileInfo"/> would hold ten times as much.
/// </summary>
public static class SortedFolder
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>The files, by their whole paths: folder by folder, in the ordinal order of the names in each. Links to folders are not followed.</summary>
    /// <param name="folder">Exists.</param>
    /// <param name="isMeant">Says of a name, and whether it is a folder's, that it counts: files that do not are left out, folders are not entered.</param>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    public static IEnumerable<string> Files(string folder, Func<string, bool, bool> isMeant)
    {
        ArgumentNullException.ThrowIfNull(isMeant);
        foreach (var (name, isFolder) in NamesIn(folder, isMeant))
        {
            string path = Path.Join(folder, name);
            if (!isFolder) yield return path;
            else
            {
                foreach (var below in Files(path, isMeant)) yield return below;
            }
        }
    }

    private static (string Name, bool IsFolder)[] NamesIn(string folder, Func<string, bool, bool> isMeant)
    {
        (string Name, bool IsFolder)[] names =
        [
            .. new FileSystemEnumerable<(string Name, bool IsFolder)>(folder, (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory), Everything)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !(entry.IsDirectory && entry.Attributes.HasFlag(FileAttributes.ReparsePoint)) && isMeant(entry.FileName.ToString(), entry.IsDirectory),
            },
        ];
        Array.Sort(names, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return names;
    }
}
