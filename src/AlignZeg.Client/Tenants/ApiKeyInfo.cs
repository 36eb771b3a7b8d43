using System.Text.Json.Serialization;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Tenants;

/// <summary>A key, without its secret unless it was just made.</summary>
/// <param name="Id">Names it among the keys of its tenant; no secret.</param>
/// <param name="Scopes">What its holder may do.</param>
/// <param name="Note">What it is for.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends by itself; null = never.</param>
/// <param name="RevokedAt">When it was revoked; null = it was not.</param>
public sealed record ApiKeyInfo(string Id, IReadOnlyList<KeyScope> Scopes, string Note, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt)
{
    /// <summary>The key itself: only in the answer that made it.</summary>
    public string? Key { get; init; }

    /// <summary>Without the secret.</summary>
    public override string ToString() => Id;
}

/// <summary>What the holder of a key may do.</summary>
[JsonConverter(typeof(OpenEnumConverter<KeyScope>))]
public enum KeyScope
{
    /// <summary>One that this client does not know; the server is newer.</summary>
    Unknown,

    /// <summary>Look at everything of the key's tenant.</summary>
    Read,

    /// <summary>Publish, upload, and run jobs, too.</summary>
    Label,

    /// <summary>Manage tenants, keys and models, too; for keys of the tenant <c>operator</c> only.</summary>
    Admin,
}

/// <summary>What a new key shall be.</summary>
/// <param name="Scopes">What its holder may do.</param>
/// <param name="Note">What it is for.</param>
/// <param name="ExpiresAt">When it ends by itself; null = never.</param>
public sealed record NewKey(IReadOnlyList<KeyScope> Scopes, string? Note = null, DateTimeOffset? ExpiresAt = null);

/// <summary>How long an old key is valid beside its successor.</summary>
/// <param name="OverlapSeconds">At most; 0 = it ends now.</param>
public sealed record KeyRotation(int OverlapSeconds = 0);
