namespace AlignZeg.Datasets.Spools;

/// <summary>An unnamed file that is made when it is needed, read and written at any place; what fails there is one sentence.</summary>
/// <param name="directory">Where it is; null = the system's folder for such files.</param>
internal sealed class SpoolDisk(string? directory) : IDisposable
{
    private FileStream? _file;

    /// <summary>Writes all bytes; what is between them and the end of the file is zeros.</summary>
    /// <exception cref="SpoolException">There is no space left, or the folder cannot be written.</exception>
    public void Write(long at, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write((_file ??= UnnamedFile.Open(directory)).SafeFileHandle, bytes, at);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SpoolException($"'{UnnamedFile.FolderOf(directory)}', where lists of images are kept for a moment, cannot be written: {exception.Message} Make room there, or name another folder.", exception) { IsFull = exception is IOException && _file is not null };
        }
    }

    /// <summary>Reads as much as fits; behind the end there are zeros.</summary>
    /// <exception cref="SpoolException">The disk fails.</exception>
    public void Read(long at, Span<byte> bytes)
    {
        try
        {
            int filled = 0;
            while (_file is not null && filled < bytes.Length && RandomAccess.Read(_file.SafeFileHandle, bytes[filled..], at + filled) is var read and > 0) filled += read;
            bytes[filled..].Clear();
        }
        catch (IOException exception)
        {
            throw new SpoolException($"What was kept in '{UnnamedFile.FolderOf(directory)}' for a moment cannot be read: {exception.Message} Look at that disk.", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
