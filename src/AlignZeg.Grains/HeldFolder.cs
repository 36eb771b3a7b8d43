namespace AlignZeg.Grains;

/// <summary>A folder of this machine that goes with whoever made it. A process that is killed leaves its folder, without the lock that it held on it: the next one of its kind deletes it.</summary>
internal sealed class HeldFolder : IDisposable
{
    private const string LockEnd = ".lock";
    private readonly FileStream _lock;

    private HeldFolder(string root, FileStream held) => (Root, _lock) = (root, held);

    /// <summary>Where it is.</summary>
    public string Root { get; }

    /// <summary>Makes one, and deletes those of its kind that nobody holds.</summary>
    /// <param name="directory">Where; made if it is not there.</param> <param name="kind">What its name begins with.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made there.</exception>
    public static HeldFolder Make(string directory, string kind)
    {
        Directory.CreateDirectory(directory);
        Sweep(directory, kind);
        string root = Path.Combine(directory, $"{kind}{Guid.NewGuid():N}");
        var held = Lock(root); // before the folder: so that nobody takes it for one that was left
        Directory.CreateDirectory(root);
        return new(root, held);
    }

    public void Dispose()
    {
        if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
        _lock.Dispose();
        File.Delete(_lock.Name);
    }

    private static void Sweep(string directory, string kind)
    {
        foreach (string left in Directory.EnumerateDirectories(directory, kind + "*"))
        {
            try
            {
                using var mine = Lock(left);
                Directory.Delete(left, recursive: true);
                File.Delete(left + LockEnd);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Somebody writes in it, or it is another user's.
            }
        }
    }

    private static FileStream Lock(string root) => new(root + LockEnd, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
