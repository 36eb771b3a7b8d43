using AlignZeg.Storage.Logs;

namespace AlignZeg.Storage.Files;

/// <summary>
/// Logs as files: lock, open, check the length, append, flush, close. Nothing is held open between appends, so that the owner of the
/// log may change without anyone letting go of anything.
/// </summary>
public sealed class FileAppendStore(FileDirectory directory) : IAppendStore
{
    /// <inheritdoc/>
    public async Task<long> RecoverAsync(string name, CancellationToken cancellationToken = default)
    {
        string path = directory.PathOf(name);
        using var held = await directory.TakeLockAsync(name, cancellationToken);
        return await FileFaults.RunAsync(directory.Root, () => File.Exists(path) ? DropTornLine(path) : 0, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> AppendAsync(string name, ReadOnlyMemory<byte> content, long expectedLength, CancellationToken cancellationToken = default)
    {
        string path = directory.PathOf(name);
        using var held = await directory.TakeLockAsync(name, cancellationToken);
        return await FileFaults.RunAsync(directory.Root, () => Append(name, path, content.Span, expectedLength), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> ReadAsync(string name, long position, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        string path = directory.PathOf(name);
        return FileFaults.RunAsync(directory.Root, () => Read(path, position, buffer.Span), cancellationToken);
    }

    private long Append(string name, string path, ReadOnlySpan<byte> content, long expectedLength)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        if (file.Length != expectedLength) throw new LogFencedException(name, expectedLength, file.Length);
        file.Seek(0, SeekOrigin.End);
        file.Write(content);
        file.Flush(directory.FlushToDisk);
        return file.Length;
    }

    private static int Read(string path, long position, Span<byte> buffer)
    {
        if (!File.Exists(path)) return 0;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        file.Seek(position, SeekOrigin.Begin);
        return file.Read(buffer);
    }

    private long DropTornLine(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        long complete = EndOfLastLine(file);
        if (complete == file.Length) return complete;
        file.SetLength(complete);
        file.Flush(directory.FlushToDisk);
        return complete;
    }

    private static long EndOfLastLine(FileStream file)
    {
        var chunk = new byte[64 * 1024];
        for (long end = file.Length; end > 0;)
        {
            int length = (int)Math.Min(chunk.Length, end);
            file.Seek(end - length, SeekOrigin.Begin);
            file.ReadExactly(chunk, 0, length);
            int newline = chunk.AsSpan(0, length).LastIndexOf((byte)'\n');
            if (newline >= 0) return end - length + newline + 1;
            end -= length;
        }

        return 0;
    }
}
