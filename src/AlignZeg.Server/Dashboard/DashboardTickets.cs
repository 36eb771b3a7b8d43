using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AlignZeg.Abstractions.Access;
using AlignZeg.Server.Links;

namespace AlignZeg.Server.Dashboard;

/// <summary>What a browser holds in place of a key: who it is and until when, signed (HMAC-SHA256). It names the hash of the key's secret and not the secret: nothing else takes it, and the ring can still be asked.</summary>
internal sealed class DashboardTickets(SharedSecret secret, TimeProvider time)
{
    /// <summary>How long a ticket is valid; then the dashboard is opened again from the pages.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const char Between = '/'; // is in no name

    /// <summary>A ticket for the holder of a key that was checked.</summary>
    public async Task<(string Text, DateTimeOffset ExpiresAt)> IssueAsync(ApiKey key, CancellationToken cancellationToken)
    {
        var expires = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        string said = string.Join(Between, key.Tenant, key.Id, key.SecretHash, expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return ($"{said}{Between}{await SignAsync(said, cancellationToken)}", expires);
    }

    /// <summary>Reads a ticket.</summary>
    /// <returns>Whose it is; null if it is none of ours, was changed, or has ended. Whether the key is valid still is for its ring to say.</returns>
    public async Task<DashboardTicket?> ReadAsync(string text, CancellationToken cancellationToken)
    {
        int end = text.LastIndexOf(Between);
        if (end < 0 || text[..end].Split(Between) is not [var tenant, var id, var hash, var expires]) return null;
        string signature = await SignAsync(text[..end], cancellationToken);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text[(end + 1)..]), Encoding.ASCII.GetBytes(signature))) return null;
        return time.GetUtcNow().ToUnixTimeSeconds() < long.Parse(expires, CultureInfo.InvariantCulture) ? new(tenant, id, hash) : null;
    }

    private async Task<string> SignAsync(string said, CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(await secret.ForAsync("dashboard", cancellationToken), Encoding.UTF8.GetBytes(said)));
}

/// <summary>Whose ticket it is.</summary>
internal sealed record DashboardTicket(string Tenant, string KeyId, string SecretHash);
