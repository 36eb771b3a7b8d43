using System.Security.Cryptography;
using System.Text;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Server.Hosting;
using AlignZeg.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Links;

/// <summary>Links to one blob that need no key and end soon: HMAC-SHA256 over name and end, with a secret that all silos share through the storage.</summary>
internal sealed class LinkSigner(IBlobStore blobs, IOptions<HttpOptions> options, TimeProvider time)
{
    private const string SecretName = "access/link-secret";
    private byte[]? _secret;

    public async Task<SignedLink> SignAsync(string name, CancellationToken cancellationToken)
    {
        var expires = time.GetUtcNow() + options.Value.LinkLifetime;
        long end = expires.ToUnixTimeSeconds();
        string signature = Convert.ToHexStringLower(Hmac(await SecretAsync(cancellationToken), name, end));
        string path = string.Join('/', name.Split('/').Select(Uri.EscapeDataString));
        return new($"/files/{path}?expires={end}&signature={signature}", DateTimeOffset.FromUnixTimeSeconds(end));
    }

    public async Task<bool> IsValidAsync(string name, long expires, string signature, CancellationToken cancellationToken) =>
        time.GetUtcNow().ToUnixTimeSeconds() < expires
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Hmac(await SecretAsync(cancellationToken), name, expires))), Encoding.UTF8.GetBytes(signature));

    private static byte[] Hmac(byte[] secret, string name, long expires) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{expires}\n{name}"));

    // Whoever comes first makes it; everybody then reads the one that is stored.
    private async Task<byte[]> SecretAsync(CancellationToken cancellationToken)
    {
        if (_secret is { } known) return known;
        await blobs.WriteAsync(SecretName, RandomNumberGenerator.GetBytes(32), BlobCondition.IfAbsent, cancellationToken);
        var stored = await blobs.ReadAsync(SecretName, cancellationToken) ?? throw new StorageException($"The blob '{SecretName}' is gone; ask again.", StorageFault.Damaged);
        return _secret = stored.Content;
    }
}

/// <summary>A link without its host.</summary>
internal sealed record SignedLink(string Path, DateTimeOffset ExpiresAt);
