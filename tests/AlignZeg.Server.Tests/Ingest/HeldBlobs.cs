using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Tests.Ingest;

/// <summary>A store that counts the images that are written, and holds the writers from a number on until they may go on.</summary>
public sealed class HeldBlobs(IBlobStore blobs) : IBlobStore
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously), _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _images;

    /// <summary>Images that are written before others are held.</summary>
    public int Free { get; set; } = int.MaxValue;

    /// <summary>Images that somebody has begun to write.</summary>
    public int Images => _images;

    /// <summary>Ends once a writer is held.</summary>
    public Task Held => _held.Task;

    /// <summary>Holds nobody any more.</summary>
    public void Open() => _open.TrySetResult();

    public Task<Blob?> ReadAsync(string name, CancellationToken cancellationToken = default) => blobs.ReadAsync(name, cancellationToken);

    public async Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, BlobCondition condition = default, CancellationToken cancellationToken = default)
    {
        if (name.Contains("/images/", StringComparison.Ordinal) && Interlocked.Increment(ref _images) > Free)
        {
            _held.TrySetResult();
            await _open.Task.WaitAsync(cancellationToken);
        }

        return await blobs.WriteAsync(name, content, condition, cancellationToken);
    }

    public Task<bool> WriteIfAbsentAsync(string name, Stream content, CancellationToken cancellationToken = default) => blobs.WriteIfAbsentAsync(name, content, cancellationToken);

    public Task<bool> CopyToAsync(string name, Stream target, CancellationToken cancellationToken = default) => blobs.CopyToAsync(name, target, cancellationToken);

    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => blobs.ExistsAsync(name, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken = default) => blobs.ListAsync(prefix, cancellationToken);

    public Task<bool> DeleteAsync(string name, BlobCondition condition = default, CancellationToken cancellationToken = default) => blobs.DeleteAsync(name, condition, cancellationToken);
}
