using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.Logs;

namespace AlignZeg.Grains.Tests.Labelling;

/// <summary>A blob store that can become full for masks.</summary>
public sealed class FullBlobs(IBlobStore inner) : IBlobStore
{
    private int _left = int.MaxValue;

    /// <summary>Masks that can still be written.</summary>
    public int Left { set => Volatile.Write(ref _left, value); }

    public Task<Blob?> ReadAsync(string name, CancellationToken cancellationToken = default) => inner.ReadAsync(name, cancellationToken);

    public Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, BlobCondition condition = default, CancellationToken cancellationToken = default) =>
        name.Contains("/masks/", StringComparison.Ordinal) && Interlocked.Decrement(ref _left) < 0
            ? throw new StorageException("No space is left.", StorageFault.Full)
            : inner.WriteAsync(name, content, condition, cancellationToken);

    public Task<bool> WriteIfAbsentAsync(string name, Stream content, CancellationToken cancellationToken = default) => inner.WriteIfAbsentAsync(name, content, cancellationToken);

    public Task<bool> CopyToAsync(string name, Stream target, CancellationToken cancellationToken = default) => inner.CopyToAsync(name, target, cancellationToken);

    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => inner.ExistsAsync(name, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, cancellationToken);

    public Task<bool> DeleteAsync(string name, BlobCondition condition = default, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(name, condition, cancellationToken);
}

/// <summary>A blob store that is away for the next few masks.</summary>
public sealed class AwayBlobs(IBlobStore inner) : IBlobStore
{
    private int _refusals;

    /// <summary>Masks that are still refused; below 0 when others came after them.</summary>
    public int Refusals { get => Volatile.Read(ref _refusals); set => Volatile.Write(ref _refusals, value); }

    public Task<Blob?> ReadAsync(string name, CancellationToken cancellationToken = default) => inner.ReadAsync(name, cancellationToken);

    public Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, BlobCondition condition = default, CancellationToken cancellationToken = default) =>
        name.Contains("/masks/", StringComparison.Ordinal) && Interlocked.Decrement(ref _refusals) >= 0
            ? throw new StorageException("The storage is away.", StorageFault.Unavailable)
            : inner.WriteAsync(name, content, condition, cancellationToken);

    public Task<bool> WriteIfAbsentAsync(string name, Stream content, CancellationToken cancellationToken = default) => inner.WriteIfAbsentAsync(name, content, cancellationToken);

    public Task<bool> CopyToAsync(string name, Stream target, CancellationToken cancellationToken = default) => inner.CopyToAsync(name, target, cancellationToken);

    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => inner.ExistsAsync(name, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, cancellationToken);

    public Task<bool> DeleteAsync(string name, BlobCondition condition = default, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(name, condition, cancellationToken);
}

/// <summary>Logs that take nothing until released.</summary>
public sealed class HeldLogs(IAppendStore inner) : IAppendStore
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously), _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The first that waits.</summary>
    public Task Reached => _reached.Task;

    public void Release() => _released.TrySetResult();

    public Task<long> RecoverAsync(string name, CancellationToken cancellationToken = default) => inner.RecoverAsync(name, cancellationToken);

    public async Task<long> AppendAsync(string name, ReadOnlyMemory<byte> content, long expectedLength, CancellationToken cancellationToken = default)
    {
        _reached.TrySetResult();
        await _released.Task;
        return await inner.AppendAsync(name, content, expectedLength, cancellationToken);
    }

    public Task<int> ReadAsync(string name, long position, Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(name, position, buffer, cancellationToken);
}
