using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Tests.Labelling;

/// <summary>A blob store that lets a test look on, or keep callers waiting.</summary>
public sealed class WatchedBlobs(IBlobStore inner) : IBlobStore
{
    private int _copies;

    /// <summary>Called before a blob is written, with its name.</summary>
    public Func<string, Task>? BeforeWrite { get; set; }

    /// <summary>Blobs that were copied out.</summary>
    public int Copies => Volatile.Read(ref _copies);

    public Task<Blob?> ReadAsync(string name, CancellationToken cancellationToken = default) => inner.ReadAsync(name, cancellationToken);

    public async Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, BlobCondition condition = default, CancellationToken cancellationToken = default)
    {
        if (BeforeWrite is { } watch) await watch(name);
        return await inner.WriteAsync(name, content, condition, cancellationToken);
    }

    public Task<bool> WriteIfAbsentAsync(string name, Stream content, CancellationToken cancellationToken = default) => inner.WriteIfAbsentAsync(name, content, cancellationToken);

    public Task<bool> CopyToAsync(string name, Stream target, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _copies);
        return inner.CopyToAsync(name, target, cancellationToken);
    }

    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => inner.ExistsAsync(name, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, cancellationToken);

    public Task<bool> DeleteAsync(string name, BlobCondition condition = default, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(name, condition, cancellationToken);
}
