using AlignZeg.Abstractions.Blobs;
using AlignZeg.Datasets.Exports;

namespace AlignZeg.Grains.Exports;

/// <summary>A folder of this machine that an export grows in; gone with it.</summary>
internal sealed class ExportSpool : IDisposable
{
    private const string Kind = "alignzeg-export-";
    private const int FirstLook = 256;
    private readonly HeldFolder _folder;
    private readonly long _most;
    private int _images, _nextLook = FirstLook;

    private ExportSpool(HeldFolder folder, long most) => (_folder, _most) = (folder, most);

    /// <summary>Where to write.</summary>
    public ExportFolder Folder => new(_folder.Root);

    /// <summary>Makes a folder.</summary>
    /// <exception cref="StorageException">It cannot be made.</exception>
    public static ExportSpool Open(ExportOptions options)
    {
        string directory = options.SpoolDirectory ?? Path.GetTempPath();
        try
        {
            return new(HeldFolder.Make(directory, Kind), options.MaxSpoolBytes);
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
        if (new DirectoryInfo(_folder.Root).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) > _most)
            throw new ExportException($"The export is larger than the {_most:N0} bytes that this server has room for; export the job in parts, or in a format that is smaller (coco-stuff).");
    }

    public void Dispose() => _folder.Dispose();
}
