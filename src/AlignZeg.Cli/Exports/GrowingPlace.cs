namespace AlignZeg.Cli.Exports;

/// <summary>
/// A hidden name beside a target, under which a file or folder grows until it is whole. A lock file says that somebody is at it: what a killed process left has none that is
/// held, and the next run for the same target removes it (<see cref="Sweep"/>).
/// </summary>
internal sealed class GrowingPlace : IDisposable
{
    private const string LockSuffix = ".lock", OldSuffix = ".old", ArchiveSuffix = ".zip";
    private readonly string _target;
    private readonly FileStream _lock;

    private GrowingPlace(string target, string path, FileStream held) => (_target, Path, _lock) = (target, path, held);

    /// <summary>Where to write.</summary>
    public string Path { get; }

    /// <summary>Where an archive may grow that the folder is unpacked from.</summary>
    public string Archive => Path + ArchiveSuffix;

    /// <summary>Removes what killed processes left beside a target. What they had moved away from it, to put theirs there, is put back.</summary>
    /// <param name="target">Absolute.</param>
    public static void Sweep(string target)
    {
        try
        {
            foreach (var name in LocksOf(target).ToList())
            {
                using var held = TryHold(name);
                if (held is not null) Clear(target, name[..^LockSuffix.Length]);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nothing that is asked for depends on it: the next run tries again.
        }
    }

    /// <summary>Takes a place; makes the target's folder.</summary>
    /// <param name="target">Absolute.</param>
    /// <exception cref="IOException">The target's folder cannot be written.</exception>
    public static GrowingPlace Take(string target)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        var path = PrefixOf(target) + System.IO.Path.GetRandomFileName();
        return new(target, path, new(path + LockSuffix, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
    }

    /// <summary>Puts the folder in the target's place.</summary>
    public void Complete()
    {
        if (Directory.Exists(_target)) Directory.Move(_target, Path + OldSuffix);
        Directory.Move(Path, _target);
    }

    public void Dispose()
    {
        Remove(Path);
        _lock.Dispose();
    }

    private static string PrefixOf(string target) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(target)!, $".{System.IO.Path.GetFileName(target)}.");

    private static void Clear(string target, string path)
    {
        if (!Directory.Exists(target) && Directory.Exists(path + OldSuffix)) Directory.Move(path + OldSuffix, target);    // killed between the two moves: the earlier one is still whole
        Remove(path);
    }

    private static IEnumerable<string> LocksOf(string target) => Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(target)!, "*" + LockSuffix).Where(name => name.StartsWith(PrefixOf(target), StringComparison.Ordinal));

    private static FileStream? TryHold(string name)
    {
        try
        {
            return new(name, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;    // somebody is at it
        }
    }

    private static void Remove(string path)
    {
        foreach (var one in new[] { path, path + OldSuffix }.Where(Directory.Exists)) Directory.Delete(one, recursive: true);
        foreach (var one in new[] { path, path + ArchiveSuffix }) File.Delete(one);
    }
}
