using System.Security.Cryptography;
using System.Text;
using AlignZeg.Abstractions.Access;

namespace AlignZeg.Grains.Access;

/// <summary>The keys of a tenant and the rules about them; no clock, no storage.</summary>
internal sealed class KeyRingState
{
    /// <summary>Most keys that a tenant may have had.</summary>
    public const int MaxKeys = 10_000;

    /// <summary>Oldest first; revoked ones stay, so that nobody brings them back.</summary>
    public List<StoredKey> Keys { get; set; } = [];

    /// <summary>Adds a key unless it is there.</summary>
    /// <exception cref="KeyRingException">Scopes it cannot have, another key of its id, or too many.</exception>
    public KeySummary Add(string tenant, NewKey key, DateTimeOffset now)
    {
        if (Keys.Find(stored => stored.Id == key.Id) is { } known)
            return SameSecret(known, key.SecretHash) ? known.Summary() : throw new KeyRingException($"The tenant '{tenant}' has another key '{key.Id}'; make a new one.");
        if (key.Scopes == AccessScopes.None) throw new KeyRingException("The key has no scopes; give it read, label or admin.");
        if (key.Scopes.HasFlag(AccessScopes.Admin) && tenant != ApiKey.Operator)
            throw new KeyRingException($"Only keys of the tenant '{ApiKey.Operator}' can have the scope admin; '{tenant}' can have read and label.");
        if (Keys.Count >= MaxKeys) throw new KeyRingException($"The tenant '{tenant}' has had {MaxKeys:N0} keys; rotate fewer.");
        var added = new StoredKey { Id = key.Id, SecretHash = key.SecretHash, Scopes = key.Scopes, Note = key.Note, CreatedAt = now, ExpiresAt = key.ExpiresAt };
        Keys.Add(added);
        return added.Summary();
    }

    /// <summary>Adds a key with the scopes, note and end of an old one, and lets the old one end.</summary>
    /// <exception cref="ApiKeyNotFoundException">The old one is not there or not valid.</exception>
    public KeySummary Rotate(string tenant, string id, NewKey replacement, TimeSpan overlap, DateTimeOffset now)
    {
        var old = Find(tenant, id);
        if (!old.IsValid(now)) throw new ApiKeyNotFoundException(tenant, id);
        var added = Add(tenant, replacement with { Scopes = old.Scopes, Note = old.Note, ExpiresAt = old.ExpiresAt }, now);
        var end = now + overlap;
        if (old.ExpiresAt is null || old.ExpiresAt > end) old.ExpiresAt = end;
        return added;
    }

    /// <summary>Ends a key for good.</summary>
    /// <exception cref="ApiKeyNotFoundException">There is none of that id.</exception>
    public KeySummary Revoke(string tenant, string id, DateTimeOffset now)
    {
        var key = Find(tenant, id);
        key.RevokedAt ??= now;
        return key.Summary();
    }

    /// <summary>The scopes of a valid key with that secret; null otherwise.</summary>
    public AccessScopes? Verify(string id, string secretHash, DateTimeOffset now) =>
        Keys.Find(key => key.Id == id) is { } key && SameSecret(key, secretHash) && key.IsValid(now) ? key.Scopes : null;

    private StoredKey Find(string tenant, string id) => Keys.Find(key => key.Id == id) ?? throw new ApiKeyNotFoundException(tenant, id);

    // In constant time: how much of a guess is right must not show.
    private static bool SameSecret(StoredKey key, string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(key.SecretHash), Encoding.ASCII.GetBytes(hash));
}

/// <summary>A key as it is stored.</summary>
internal sealed class StoredKey
{
    public required string Id { get; init; }

    public required string SecretHash { get; init; }

    public required AccessScopes Scopes { get; init; }

    public string Note { get; init; } = "";

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public bool IsValid(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || now < ExpiresAt);

    public KeySummary Summary() => new(Id, Scopes, Note, CreatedAt, ExpiresAt, RevokedAt);
}
