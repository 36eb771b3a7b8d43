using System.Security.Cryptography;
using System.Text;

namespace AlignZeg.Grains.Webhooks;

/// <summary>Signs deliveries. Source: Standard Webhooks 1.0, symmetric signatures: HMAC-SHA256 over <c>id.timestamp.body</c>, written <c>v1,BASE64</c>.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int SecretBytes = 32;

    /// <summary>A new secret, <c>whsec_</c> and the key in Base64.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The header <c>webhook-signature</c>: a signature with each of the secrets.</summary>
    /// <param name="secrets">At least one.</param> <param name="id">Header <c>webhook-id</c>.</param> <param name="timestamp">Header <c>webhook-timestamp</c>, seconds since 1970.</param> <param name="body">The bytes that are sent.</param>
    public static string Of(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), signed))}"));
    }
}
