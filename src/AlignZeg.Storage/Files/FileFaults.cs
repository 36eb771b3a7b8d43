using AlignZeg.Abstractions.Blobs;

namespace AlignZeg.Storage.Files;

/// <summary>Turns what the file system says into <see cref="StorageException"/>.</summary>
internal static class FileFaults
{
    private const int NoSpace = 28, ReadOnly = 30, Quota = 122; // errno of Linux; .NET puts it into HResult
    private const int WindowsDiskFull = unchecked((int)0x80070070), WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Runs file work off the caller's scheduler, so that no grain's turn waits for a disk, and translates its failures.</summary>
    public static async Task<T> RunAsync<T>(string directory, Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Translate(exception, directory);
        }
    }

    /// <summary>The sentence for a failure.</summary>
    public static StorageException Translate(Exception exception, string directory) => exception switch
    {
        UnauthorizedAccessException or IOException { HResult: ReadOnly } => new(
            $"No permission to write in '{directory}': {exception.Message} Make the folder writable, or choose another.", StorageFault.NoPermission, exception),
        IOException { HResult: NoSpace or Quota or WindowsDiskFull or WindowsHandleDiskFull } => new(
            $"No space is left for '{directory}'; free some or choose another folder.", StorageFault.Full, exception),
        _ => new($"The storage in '{directory}' failed: {exception.Message}", StorageFault.Other, exception),
    };
}
