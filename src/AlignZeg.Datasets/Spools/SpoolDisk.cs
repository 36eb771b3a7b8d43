namespace AlignZeg.Datasets.Spools;

/// <summary>
/// An unnamed file, made when it is needed, written and read at any place; its first bytes are in memory instead, so that little needs no file. What fails there is one sentence. Written by one thread at a time; read
/// by any number, while nobody writes.
/// </summary>
/// <param name="directory">Where it is; null = the system's folder for such files.</param>
internal sealed class SpoolDisk(string? directory = null) : IDisposable
{
    private const int InMemory = 256 << 10;
    private FileStream? _file;
    private byte[] _head = [];

    /// <summary>Writes all bytes; what is between them and the end is zeros.</summary>
    /// <exception cref="SpoolException">There is no space left, or the folder cannot be written.</exception>
    public void Write(long at, ReadOnlySpan<byte> bytes)
    {
        if (at < InMemory)
        {
            int length = (int)Math.Min(bytes.Length, InMemory - at);
            if (_head.Length < at + length) Array.Resize(ref _head, (int)Math.Min(InMemory, Math.Max(at + length, 2 * _head.Length)));
            bytes[..length].CopyTo(_head.AsSpan((int)at));
            at += length;
            bytes = bytes[length..];
        }

        if (bytes.Length > 0) WriteFile(at, bytes);
    }

    /// <summary>Reads as much as fits; behind the end there are zeros.</summary>
    /// <exception cref="SpoolException">The disk fails.</exception>
    public void Read(long at, Span<byte> bytes)
    {
        if (at < InMemory)
        {
            int length = (int)Math.Min(bytes.Length, InMemory - at);
            var there = at < _head.Length ? _head.AsSpan((int)at, (int)Math.Min(length, _head.Length - at)) : [];
            there.CopyTo(bytes);
            bytes[there.Length..length].Clear();
            at += length;
            bytes = bytes[length..];
        }

        if (bytes.Length > 0) ReadFile(at, bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void WriteFile(long at, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write((_file ??= UnnamedFile.Open(directory)).SafeFileHandle, bytes, at);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SpoolException($"'{UnnamedFile.FolderOf(directory)}', where lists of images are kept for a moment, cannot be written ({exception.Message.TrimEnd('.')}); make room there, or name another folder (TMPDIR; of a server, SpoolDirectory).", exception) { IsFull = exception is IOException && _file is not null };
        }
    }

    private void ReadFile(long at, Span<byte> bytes)
    {
        try
        {
            int filled = 0;
            while (_file is not null && filled < bytes.Length && RandomAccess.Read(_file.SafeFileHandle, bytes[filled..], at + filled) is var read and > 0) filled += read;
            bytes[filled..].Clear();
        }
        catch (IOException exception)
        {
            throw new SpoolException($"What was kept in '{UnnamedFile.FolderOf(directory)}' for a moment cannot be read ({exception.Message.TrimEnd('.')}); look at that disk.", exception);
        }
    }
}
