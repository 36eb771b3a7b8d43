namespace AlignZeg.Datasets.Spools;

/// <summary>A file without a name: nobody else sees it, and it is gone with this process, however that ends.</summary>
public static class UnnamedFile
{
    /// <summary>Makes an empty one, to be written and read.</summary>
    /// <param name="directory">Where; made if it is not there. Null = the system's folder for such files.</param>
    /// <exception cref="IOException">It cannot be made there.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static FileStream Open(string? directory)
    {
        // Windows deletes at the last close, also for a process that is killed; elsewhere a file may lose its name while it is open.
        var options = FileOptions.Asynchronous | (OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
        string path = Path.Combine(Directory.CreateDirectory(FolderOf(directory)).FullName, $"alignzeg-{Guid.NewGuid():N}");
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, options);
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }

    /// <summary>The folder that is meant.</summary>
    public static string FolderOf(string? directory) => directory ?? Path.GetTempPath();
}
