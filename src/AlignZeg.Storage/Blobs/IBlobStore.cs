namespace AlignZeg.Storage.Blobs;

/// <summary>
/// Named bytes. Names are paths with <c>/</c>, see <see cref="BlobName"/>. A write is all or nothing, and what was acknowledged survives the process.
/// Every method fails with <see cref="Abstractions.Blobs.StorageException"/> if the storage is full, not permitted, or gone.
/// </summary>
public interface IBlobStore
{
    /// <summary>The bytes and their version; null if there is no such blob.</summary>
    Task<Blob?> ReadAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Writes all of a blob if the condition holds.</summary>
    /// <returns>The new version, or null if the condition does not hold; nothing is written then.</returns>
    Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, BlobCondition condition = default, CancellationToken cancellationToken = default);

    /// <summary>Writes a blob of any size, to the end of a stream, a piece at a time, unless there is one of that name. If the stream fails, so does the call, and there is no blob.</summary>
    /// <returns>False if there is one already, which stays; the stream may have been read or not.</returns>
    Task<bool> WriteIfAbsentAsync(string name, Stream content, CancellationToken cancellationToken = default);

    /// <summary>Copies the bytes of a blob of any size into a stream, a piece at a time. If it fails, a part of them may have been written.</summary>
    /// <returns>False if there is no such blob.</returns>
    Task<bool> CopyToAsync(string name, Stream target, CancellationToken cancellationToken = default);

    /// <summary>Whether there is such a blob.</summary>
    Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>The names that begin with a prefix, in ordinal order.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Deletes a blob if the condition holds.</summary>
    /// <returns>False if there is none, or the condition does not hold.</returns>
    Task<bool> DeleteAsync(string name, BlobCondition condition = default, CancellationToken cancellationToken = default);
}

/// <summary>The bytes of a blob and the version that they are.</summary>
/// <param name="Content">All bytes.</param>
/// <param name="ETag">Changes with the bytes; for <see cref="BlobCondition.IfMatch"/>.</param>
public sealed record Blob(byte[] Content, string ETag);
