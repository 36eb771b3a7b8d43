namespace AlignZeg.Datasets.Manifests;

/// <summary>
/// Lists the files below a folder. Hidden files and folders (leading dot, or the hidden attribute) are left out; links to folders are followed, except
/// back into
/// a folder that is being walked. Folders that hold <see cref="ResultsMark"/> are results and not entered: their label maps are no pictures.
/// </summary>
public static class FolderWalk
{
    /// <summary>What a folder of results holds: the platform's own files.</summary>
    public const string ResultsMark = ".alignzeg";

    /// <summary>The files, absolute, in no particular order.</summary>
    /// <param name="root">Absolute path of an existing folder; it is walked whatever it holds.</param>
    /// <param name="hidden">True to list hidden files and folders too.</param>
    /// <param name="cancellationToken">Checked per folder.</param>
    /// <exception cref="InputException">A folder cannot be read.</exception>
    internal static IEnumerable<string> Files(string root, bool hidden, CancellationToken cancellationToken)
    {
        var waiting = new Stack<DirectoryInfo>([new DirectoryInfo(root)]);
        while (waiting.TryPop(out var folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var entries = Reading(folder, () => folder.EnumerateFileSystemInfos().GetEnumerator()); // one by one: all of a large folder at once would take most of a kilobyte each
            while (Reading(folder, entries.MoveNext))
            {
                var entry = entries.Current;
                if (!hidden && IsHidden(entry)) continue;
                if (entry is not DirectoryInfo sub) yield return entry.FullName;
                else if (!LeadsBack(sub, root) && !HoldsResults(sub)) waiting.Push(sub);
            }
        }
    }

    private static T Reading<T>(DirectoryInfo folder, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                InputException.Unreadable, $"The folder '{folder.FullName}' cannot be read; check its permissions or leave it out.", failure);
        }
    }

    private static bool IsHidden(FileSystemInfo entry) => entry.Name[0] == '.' || (OperatingSystem.IsWindows() && entry.Attributes.HasFlag(FileAttributes.Hidden));

    private static bool HoldsResults(DirectoryInfo folder) => Directory.Exists(Path.Combine(folder.FullName, ResultsMark));

    /// <summary>True if a link leads to a folder above itself, or above or at the root: following it would never end.</summary>
    private static bool LeadsBack(DirectoryInfo folder, string root)
    {
        if (folder.LinkTarget is null) return false;
        if (folder.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true } target) return true;
        var end = new FolderBounds(target.FullName);
        return end.Holds(folder.FullName) || end.Holds(Real(root));
    }

    private static string Real(string folder) => new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;
}
