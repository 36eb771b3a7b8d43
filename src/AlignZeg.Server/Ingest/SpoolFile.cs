using AlignZeg.Abstractions.Blobs;
using AlignZeg.Datasets.Spools;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Ingest;

/// <summary>A body in an <see cref="UnnamedFile"/>.</summary>
internal static class SpoolFile
{
    private const int PieceBytes = 1 << 20;

    /// <summary>Reads the whole body; the file is at its beginning then.</summary>
    /// <param name="body">What is read.</param> <param name="directory">Where the file is; null = the system's folder for such files.</param> <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="StorageException">There is no space left, or no permission.</exception>
    public static async Task<FileStream> ReadAsync(Stream body, string? directory, CancellationToken cancellationToken)
    {
        var file = Open(directory);
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

    private static FileStream Open(string? directory)
    {
        try
        {
            return UnnamedFile.Open(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"No file can be made in '{UnnamedFile.FolderOf(directory)}' for an upload; set Uploads:SpoolDirectory to a folder that can be written.", StorageFault.NoPermission, exception);
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
