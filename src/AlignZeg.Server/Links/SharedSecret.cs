using System.Security.Cryptography;
using System.Text;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Links;

/// <summary>A secret that all silos share through the storage. Each purpose beside links has a key of its own, so that what is signed for one says nothing for another.</summary>
internal sealed class SharedSecret(IBlobStore blobs)
{
    private const string Name = "access/link-secret";
    private byte[]? _secret;

    /// <summary>The secret as it is: links were there first, and silos of former versions sign them so.</summary>
    public async Task<byte[]> ForLinksAsync(CancellationToken cancellationToken)
    {
        if (_secret is { } known) return known;
        await blobs.WriteAsync(Name, RandomNumberGenerator.GetBytes(32), BlobCondition.IfAbsent, cancellationToken); // whoever comes first makes it; everybody then reads the one that is stored
        var stored = await blobs.ReadAsync(Name, cancellationToken) ?? throw new StorageException($"The blob '{Name}' is gone; ask again.", StorageFault.Damaged);
        return _secret = stored.Content;
    }

    /// <summary>The key of another purpose, 32 bytes, derived from it.</summary>
    public async Task<byte[]> ForAsync(string purpose, CancellationToken cancellationToken) =>
        HMACSHA256.HashData(await ForLinksAsync(cancellationToken), Encoding.UTF8.GetBytes($"purpose {purpose}"));
}
