using AlignZeg.Abstractions.Blobs;
using AlignZeg.Datasets.Exports;

namespace AlignZeg.Grains.Exports;

/// <summary>A folder of this machine that an export grows in; gone with it. A process that is killed leaves its folder, without the lock that it held on it: the next one here deletes it.</summary>
internal sealed class ExportSpool : IDisposable
{
    private const string Pattern = "alignzeg-export-*", LockEnd = ".lock";
    private const int FirstLook = 256;
    private readonly string _root;
    private readonly FileStream _lock;
    private readonly long _most;
    private int _images, _nextLook = FirstLook;

    private ExportSpool(string root, FileStream held, long most) => (_root, _lock, _most) = (root, held, most);

    /// <summary>Where to write.</summary>
    public ExportFolder Folder => new(_root);

    /// <summary>Makes a folder.</summary>
    /// <exception cref="StorageException">It cannot be made.</exception>
    public static ExportSpool Open(ExportOptions options)
    {
        string directory = options.SpoolDirectory ?? Path.GetTempPath();
        try
        {
            Directory.CreateDirectory(directory);
            Sweep(directory);
            string root = Path.Combine(directory, Pattern.Replace("*", $"{Guid.NewGuid():N}", StringComparison.Ordinal));
            var held = Lock(root); // before the folder: so that nobody takes it for one that was left
            Directory.CreateDirectory(root);
            return new(root, held, options.MaxSpoolBytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"No folder can be made in '{directory}' for an export; set Exports:SpoolDirectory to one that can be written.", StorageFault.NoPermission, exception);
        }
    }

    /// <summary>An image more is in the folder. Looks at its size now and then, less often the larger it is: by a tenth more images each time.</summary>
    /// <exception cref="ExportException">It is larger than it may be.</exception>
    public void Grew()
    {
        if (++_images < _nextLook) return;
        _nextLook = _images + Math.Max(FirstLook, _images / 10);
        if (new DirectoryInfo(_root).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) > _most)
            throw new ExportException($"The export is larger than the {_most:N0} bytes that this server has room for; export the job in parts, or in a format that is smaller (coco-stuff).");
    }

    public void Dispose()
    {
        if (Directory.Exists(_root)) Directory.Delete(_root, recursive: true);
        _lock.Dispose();
        File.Delete(_lock.Name);
    }

    private static void Sweep(string directory)
    {
        foreach (string left in Directory.EnumerateDirectories(directory, Pattern))
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
