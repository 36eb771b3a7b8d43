using AlignZeg.Abstractions.Blobs;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Ingest;

/// <summary>A body in a file without a name: nobody else sees it, and it is gone with this process, however that ends.</summary>
internal static class SpoolFile
{
    private const int PieceBytes = 1 << 20;

    /// <summary>Reads the whole body; the file is at its beginning then.</summary>
    /// <param name="body">What is read.</param> <param name="directory">Where the file is; null = the system's folder for such files.</param> <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="StorageException">There is no space left, or no permission.</exception>
    public static async Task<FileStream> ReadAsync(Stream body, string? directory, CancellationToken cancellationToken)
    {
        var file = Open(directory ?? Path.GetTempPath());
        try
        {
            var piece = new byte[PieceBytes];
            while (await body.ReadAsync(piece, cancellationToken) is var length and > 0) await WriteAsync(file, piece.AsMemory(0, length), cancellationToken);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    // Windows deletes at the last close, also for a process that is killed; elsewhere a file may lose its name while it is open.
    private static FileStream Open(string directory)
    {
        string path = Path.Combine(directory, $"alignzeg-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(directory);
            var options = FileOptions.Asynchronous | (OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, options);
            if (!OperatingSystem.IsWindows()) File.Delete(path);
            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"No file can be made in '{directory}' for an upload; set Uploads:SpoolDirectory to a folder that can be written.", StorageFault.NoPermission, exception);
        }
    }

    private static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(piece, cancellationToken);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            throw new StorageException("There is no space left for an upload; make room, or set Uploads:SpoolDirectory to another disk.", StorageFault.Full, exception);
        }
    }
}
