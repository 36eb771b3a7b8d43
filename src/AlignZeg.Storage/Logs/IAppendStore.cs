namespace AlignZeg.Storage.Logs;

/// <summary>Named bytes that only grow. Fails with <see cref="Abstractions.Blobs.StorageException"/> like <see cref="Blobs.IBlobStore"/>.</summary>
public interface IAppendStore
{
    /// <summary>Drops a last line without its newline, which a killed process may have left.</summary>
    /// <returns>The length in bytes; 0 if there is no such log.</returns>
    Task<long> RecoverAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Appends if the log is exactly as long as expected; returns when the bytes are durable.</summary>
    /// <returns>The new length.</returns>
    /// <exception cref="LogFencedException">It is not: someone else writes this log.</exception>
    Task<long> AppendAsync(string name, ReadOnlyMemory<byte> content, long expectedLength, CancellationToken cancellationToken = default);

    /// <summary>Reads into the buffer from a position on.</summary>
    /// <returns>Number of bytes read; 0 at the end, or if there is no such log.</returns>
    Task<int> ReadAsync(string name, long position, Memory<byte> buffer, CancellationToken cancellationToken = default);
}
