using Orleans.Concurrency;

namespace AlignZeg.Abstractions.Access;

/// <summary>The API keys of one tenant, as hashes. Asked for every request, so that what is revoked is refused at once. Key: the tenant.</summary>
[Alias("alignzeg.key-ring")]
public interface IKeyRingGrain : IGrainWithStringKey
{
    /// <summary>Makes a key valid. The same key again changes nothing; one that was revoked stays so.</summary>
    /// <exception cref="KeyRingException">The key cannot have those scopes, or there are too many.</exception>
    [Alias("add")]
    Task<KeySummary> AddAsync(NewKey key, CancellationToken cancellationToken = default);

    /// <summary>Makes a key valid if the tenant never had one.</summary>
    /// <returns>False if it has, or had.</returns>
    [Alias("add-first")]
    Task<bool> AddFirstAsync(NewKey key, CancellationToken cancellationToken = default);

    /// <summary>Puts a new key with the scopes of an old one in its place; the old one ends after the overlap.</summary>
    /// <param name="id">The old key.</param>
    /// <param name="replacement">Its id and hash count; scopes, note and end come from the old key.</param>
    /// <param name="overlap">How long both are valid, at most; zero = the old key ends now.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ApiKeyNotFoundException">There is no such key, or it is not valid any more.</exception>
    [Alias("rotate")]
    Task<KeySummary> RotateAsync(string id, NewKey replacement, TimeSpan overlap, CancellationToken cancellationToken = default);

    /// <summary>Ends a key for good. Revoking twice is revoking once.</summary>
    /// <exception cref="ApiKeyNotFoundException">There is no such key.</exception>
    [Alias("revoke")]
    Task<KeySummary> RevokeAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>All keys that ever were, oldest first.</summary>
    [Alias("list")]
    Task<IReadOnlyList<KeySummary>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>What the holder of a secret may do.</summary>
    /// <returns>Null if the key is unknown, revoked, at its end, or the secret another.</returns>
    [Alias("verify"), AlwaysInterleave]
    Task<AccessScopes?> VerifyAsync(string id, string secretHash, CancellationToken cancellationToken = default);
}

/// <summary>A key on its way into the ring; its secret stays where it was made.</summary>
/// <param name="Id">See <see cref="ApiKey.Id"/>.</param>
/// <param name="SecretHash">See <see cref="ApiKey.SecretHash"/>.</param>
/// <param name="Scopes">What its holder may do.</param>
/// <param name="Note">What it is for, for people; may be empty.</param>
/// <param name="ExpiresAt">When it ends by itself; null = never.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.new-key")]
public sealed record NewKey(string Id, string SecretHash, AccessScopes Scopes, string Note = "", DateTimeOffset? ExpiresAt = null);

/// <summary>What may be said about a key.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Scopes">What its holder may do.</param>
/// <param name="Note">What it is for.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="ExpiresAt">When it ends by itself; null = never.</param>
/// <param name="RevokedAt">When it was revoked; null = it was not.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.key-summary")]
public sealed record KeySummary(string Id, AccessScopes Scopes, string Note, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);
