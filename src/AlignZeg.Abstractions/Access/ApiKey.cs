using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using AlignZeg.Abstractions.Keys;

namespace AlignZeg.Abstractions.Access;

/// <summary>
/// An API key as its holder has it: <c>alz_TENANT.ID_SECRET</c>. The secret is 256 random bits in hex; only its hash is ever stored or sent to a grain.
/// </summary>
public sealed record ApiKey
{
    /// <summary>The tenant of those who run the platform; only its keys can have <see cref="AccessScopes.Admin"/>.</summary>
    public const string Operator = "operator";

    private const string Prefix = "alz_";
    private const int IdBytes = 6, SecretBytes = 32;
    private readonly string _secret;

    private ApiKey(string tenant, string id, string secret) => (Tenant, Id, _secret) = (tenant, id, secret);

    /// <summary>Whose it is.</summary>
    public string Tenant { get; }

    /// <summary>Names the key among those of its tenant; no secret.</summary>
    public string Id { get; }

    /// <summary>SHA-256 of the secret, lower-case hex. A secret of 256 random bits needs no slower hash.</summary>
    public string SecretHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(_secret)));

    /// <summary>Makes a new key; <see cref="Reveal"/> is the only way to learn its secret.</summary>
    /// <exception cref="FormatException">No name for a tenant, see <see cref="KeyPart.Check"/>.</exception>
    public static ApiKey Create(string tenant) =>
        new(KeyPart.Check(tenant, "tenant"), RandomNumberGenerator.GetHexString(2 * IdBytes, lowercase: true), RandomNumberGenerator.GetHexString(2 * SecretBytes, lowercase: true));

    /// <summary>Reads the text of a key.</summary>
    /// <returns>False if it is not one; nothing is said about whether it is known.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ApiKey? key)
    {
        key = null;
        if (text is null || text.Length > 300 || !text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        int secret = text.LastIndexOf('_'), dot = text.LastIndexOf('.');
        if (dot <= Prefix.Length || secret <= dot + 1 || text.Length - secret - 1 != 2 * SecretBytes) return false;
        string tenant = text[Prefix.Length..dot], id = text[(dot + 1)..secret];
        if (!IsPart(tenant) || !IsPart(id) || !text.AsSpan(secret + 1).ToString().All(char.IsAsciiHexDigitLower)) return false;
        key = new(tenant, id, text[(secret + 1)..]);
        return true;
    }

    /// <summary>The whole key with its secret, to be shown once.</summary>
    public string Reveal() => $"{Prefix}{Tenant}.{Id}_{_secret}";

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{Tenant}.{Id}";

    private static bool IsPart(string part)
    {
        try
        {
            KeyPart.Check(part, "part");
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
