using System.Security.Cryptography;
using System.Text;
using AlignZeg.Server.Hosting;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Links;

/// <summary>Links to one blob that need no key and end soon: HMAC-SHA256 over name and end, with a secret that all silos share through the storage.</summary>
internal sealed class LinkSigner(SharedSecret secret, IOptions<HttpOptions> options, TimeProvider time)
{
    public async Task<SignedLink> SignAsync(string name, CancellationToken cancellationToken)
    {
        var expires = time.GetUtcNow() + options.Value.LinkLifetime;
        long end = expires.ToUnixTimeSeconds();
        string signature = Convert.ToHexStringLower(Hmac(await secret.ForLinksAsync(cancellationToken), name, end));
        string path = string.Join('/', name.Split('/').Select(Uri.EscapeDataString));
        return new($"/files/{path}?expires={end}&signature={signature}", DateTimeOffset.FromUnixTimeSeconds(end));
    }

    public async Task<bool> IsValidAsync(string name, long expires, string signature, CancellationToken cancellationToken) =>
        time.GetUtcNow().ToUnixTimeSeconds() < expires
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Hmac(await secret.ForLinksAsync(cancellationToken), name, expires))), Encoding.UTF8.GetBytes(signature));

    private static byte[] Hmac(byte[] key, string name, long expires) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{expires}\n{name}"));
}

/// <summary>A link without its host.</summary>
internal sealed record SignedLink(string Path, DateTimeOffset ExpiresAt);
