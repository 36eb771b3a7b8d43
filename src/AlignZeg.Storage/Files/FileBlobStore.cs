using System.Buffers;
using System.IO.Hashing;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Storage.Files;

/// <summary>Blobs as files: written to a temporary file, flushed, then renamed, so that a reader sees all of a version or none of it.</summary>
public sealed class FileBlobStore(FileDirectory directory) : IBlobStore
{
    private const int PieceBytes = 1024 * 1024;

    /// <inheritdoc/>
    public Task<Blob?> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        string path = directory.PathOf(name);
        return FileFaults.RunAsync(directory.Root, () => Read(path), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<string?> WriteAsync(
        string name, ReadOnlyMemory<byte> content, BlobCondition condition = default, CancellationToken cancellationToken = default)
    {
        string path = directory.PathOf(name);
        if (condition is { ETag: null, RequiresAbsence: false })
            return await FileFaults.RunAsync(directory.Root, () => Write(path, content, overwrite: true), cancellationToken);
        using var held = await directory.TakeLockAsync(name, cancellationToken); // a move that does not overwrite is a question and a rename: two could both be told yes
        return await FileFaults.RunAsync(directory.Root, () => condition.RequiresAbsence || Read(path)?.ETag == condition.ETag
            ? Write(path, content, overwrite: !condition.RequiresAbsence) : null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> WriteIfAbsentAsync(string name, Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        string path = directory.PathOf(name);
        if (await ExistsAsync(name, cancellationToken)) return false;
        string temporary = directory.NewTemporary();
        try
        {
            await WriteTemporaryAsync(temporary, content, cancellationToken);
            using var held = await directory.TakeLockAsync(name, cancellationToken); // as above
            return await FileFaults.RunAsync(directory.Root, () => Rename(temporary, path, overwrite: false), cancellationToken);
        }
        finally
        {
            File.Delete(temporary); // does nothing after a rename
        }
    }

    /// <inheritdoc/>
    public async Task<bool> CopyToAsync(string name, Stream target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        string path = directory.PathOf(name);
        await using var file = await FileFaults.RunAsync(directory.Root, () => Open(path), cancellationToken);
        if (file is null) return false;
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            while (await FileFaults.RunAsync(directory.Root, () => file.Read(piece), cancellationToken) is var length and > 0)
                await target.WriteAsync(piece.AsMemory(0, length), cancellationToken);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default)
    {
        string path = directory.PathOf(name);
        return FileFaults.RunAsync(directory.Root, () => File.Exists(path), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        foreach (string name in await FileFaults.RunAsync(directory.Root, () => List(prefix), cancellationToken)) yield return name;
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string name, BlobCondition condition = default, CancellationToken cancellationToken = default)
    {
        string path = directory.PathOf(name);
        using var held = await directory.TakeLockAsync(name, cancellationToken);
        return await FileFaults.RunAsync(directory.Root, () => Delete(path, condition), cancellationToken);
    }

    private static Blob? Read(string path)
    {
        try
        {
            var content = File.ReadAllBytes(path);
            return new(content, ETagOf(content));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private string? Write(string path, ReadOnlyMemory<byte> content, bool overwrite)
    {
        if (!overwrite && File.Exists(path)) return null;
        string temporary = directory.NewTemporary();
        try
        {
            WriteTemporary(temporary, content.Span);
            return Rename(temporary, path, overwrite) ? ETagOf(content.Span) : null;
        }
        finally
        {
            File.Delete(temporary); // does nothing after a rename
        }
    }

    private void WriteTemporary(string temporary, ReadOnlySpan<byte> content)
    {
        using var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(content);
        file.Flush(directory.FlushToDisk);
    }

    // What the caller's stream says is the caller's; only what the directory says is the storage's.
    private async Task WriteTemporaryAsync(string temporary, Stream content, CancellationToken cancellationToken)
    {
        await using var file = await FileFaults.RunAsync(
            directory.Root, () => new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0), cancellationToken);
        var piece = new byte[PieceBytes];
        while (await content.ReadAsync(piece, cancellationToken) is var length and > 0)
            await FileFaults.RunAsync(directory.Root, () => Append(file, piece.AsSpan(0, length)), cancellationToken);
        await FileFaults.RunAsync(directory.Root, () => Flush(file), cancellationToken);
    }

    private static long Append(FileStream file, ReadOnlySpan<byte> content)
    {
        file.Write(content);
        return file.Position;
    }

    private long Flush(FileStream file)
    {
        file.Flush(directory.FlushToDisk);
        return file.Length;
    }

    private static FileStream? Open(string path)
    {
        try
        {
            return new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static bool Rename(string temporary, string path, bool overwrite)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            File.Move(temporary, path, overwrite);
            return true;
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            return false;
        }
    }

    private static bool Delete(string path, BlobCondition condition)
    {
        if (!File.Exists(path) || condition.RequiresAbsence || (condition.ETag is { } etag && Read(path)?.ETag != etag)) return false;
        File.Delete(path);
        return true;
    }

    private string[] List(string prefix)
    {
        string start = StartOf(prefix);
        if (!Directory.Exists(start)) return [];
        var all = Directory.EnumerateFiles(start, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None });
        var names = all.Select(path => Path.GetRelativePath(directory.Root, path).Replace(Path.DirectorySeparatorChar, '/'));
        return [.. names.Where(name => name[0] != '.' && name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    // The deepest folder that the prefix names, so that listing a job does not walk all tenants.
    private string StartOf(string prefix)
    {
        int slash = prefix.LastIndexOf('/');
        return slash > 0 ? directory.PathOf(prefix[..slash]) : directory.Root;
    }

    private static string ETagOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(XxHash128.Hash(content));
}
