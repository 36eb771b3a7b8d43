using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Tenants;

/// <summary>API keys of tenants. Every call but <see cref="IdentifyAsync"/> needs a key with the scope admin.</summary>
public sealed class KeyClient
{
    private readonly ApiTransport _transport;

    internal KeyClient(ApiTransport transport) => _transport = transport;

    /// <summary>Whose key this client has, and what it allows.</summary>
    public Task<CallerInfo> IdentifyAsync(CancellationToken cancellationToken = default) => _transport.GetAsync(ApiPath.Of("whoami"), ClientJson.Default.CallerInfo, cancellationToken);

    /// <summary>All keys that a tenant has or had, without their secrets.</summary>
    public Task<IReadOnlyList<ApiKeyInfo>> ListAsync(string tenant, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Of("tenants", tenant, "keys"), ClientJson.Default.IReadOnlyListApiKeyInfo, cancellationToken);

    /// <summary>Makes a key; <see cref="ApiKeyInfo.Key"/> is in this answer and nowhere else. Never repeated by itself: every call makes a key.</summary>
    public Task<ApiKeyInfo> CreateAsync(string tenant, NewKey key, CancellationToken cancellationToken = default) =>
        CallAsync(ApiCall.Post(ApiPath.Of("tenants", tenant, "keys"), JsonBody.Of(key, ClientJson.Default.NewKey)), cancellationToken);

    /// <summary>Puts a new key in the place of an old one. Never repeated by itself.</summary>
    /// <param name="tenant">Whose.</param> <param name="id">Of the old key.</param> <param name="overlap">How long the old one stays valid, whole seconds up to 30 days.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<ApiKeyInfo> RotateAsync(string tenant, string id, TimeSpan overlap = default, CancellationToken cancellationToken = default) =>
        CallAsync(ApiCall.Post(ApiPath.Of("tenants", tenant, "keys", id, "rotate"), JsonBody.Of(new((int)overlap.TotalSeconds), ClientJson.Default.KeyRotation)), cancellationToken);

    /// <summary>Ends a key at once, for good.</summary>
    public Task<ApiKeyInfo> RevokeAsync(string tenant, string id, CancellationToken cancellationToken = default) =>
        CallAsync(new ApiCall(HttpMethod.Delete, ApiPath.Of("tenants", tenant, "keys", id)), cancellationToken);

    private Task<ApiKeyInfo> CallAsync(ApiCall call, CancellationToken cancellationToken) => _transport.SendAsync(call, ClientJson.Default.ApiKeyInfo, cancellationToken);
}

/// <summary>Whose key it is, and what it allows.</summary>
/// <param name="Tenant">Whose data the key reaches.</param>
/// <param name="Key">Its id.</param>
/// <param name="Scopes">All that it allows, those too that follow from others: <c>read</c>, <c>label</c>, <c>admin</c>.</param>
public sealed record CallerInfo(string Tenant, string Key, IReadOnlyList<string> Scopes);
