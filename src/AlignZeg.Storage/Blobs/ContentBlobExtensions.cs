using System.Security.Cryptography;
using AlignZeg.Abstractions.Blobs;

namespace AlignZeg.Storage.Blobs;

/// <summary>Blobs that are named by what is in them: written once, never changed, checked when read.</summary>
public static class ContentBlobExtensions
{
    /// <summary>SHA-256 of the bytes, lower-case hex, as in <see cref="BlobRef.Sha256"/>.</summary>
    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Writes the bytes under <c>prefix/ab/abcd….extension</c>, unless they are there already: then they are not sent.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="prefix">Without a slash at its end.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="extension">With its dot, for example <c>.jsonl</c>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<BlobRef> WriteContentAsync(
        this IBlobStore store, string prefix, ReadOnlyMemory<byte> content, string extension, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        string hash = HashOf(content.Span);
        string name = $"{prefix}/{hash[..2]}/{hash}{extension}";
        if (!await store.ExistsAsync(name, cancellationToken)) await store.WriteAsync(name, content, BlobCondition.IfAbsent, cancellationToken);
        return new(name, content.Length, hash);
    }

    /// <summary>Writes the bytes under a name of the caller's and says what they are.</summary>
    public static async Task<BlobRef> WriteNamedAsync(this IBlobStore store, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        await store.WriteAsync(name, content, cancellationToken: cancellationToken);
        return new(name, content.Length, HashOf(content.Span));
    }

    /// <summary>The same, into a stream of the caller's that is filled anew: who reads many large ones needs no array for each.</summary>
    /// <returns>What is in the stream then.</returns>
    /// <exception cref="StorageException">They are gone, or are not those that were written.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadContentAsync(this IBlobStore store, BlobRef reference, MemoryStream into, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(into);
        into.SetLength(0);
        if (!await store.CopyToAsync(reference.Name, into, cancellationToken)) throw Gone(reference);
        var content = into.GetBuffer().AsMemory(0, (int)into.Length);
        Check(reference, content.Span);
        return content;
    }

    /// <summary>Reads the bytes that a reference stands for.</summary>
    /// <exception cref="StorageException">They are gone, or are not those that were written.</exception>
    public static async Task<byte[]> ReadContentAsync(this IBlobStore store, BlobRef reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(reference);
        var blob = await store.ReadAsync(reference.Name, cancellationToken) ?? throw Gone(reference);
        Check(reference, blob.Content);
        return blob.Content;
    }

    private static void Check(BlobRef reference, ReadOnlySpan<byte> content)
    {
        if (HashOf(content) != reference.Sha256)
            throw new StorageException($"The blob '{reference.Name}' is not what was written; delete it and let it be computed again.", StorageFault.Damaged);
    }

    private static StorageException Gone(BlobRef reference) => new($"The blob '{reference.Name}' is gone; whoever deleted it has to bring it back.", StorageFault.Damaged);
}
