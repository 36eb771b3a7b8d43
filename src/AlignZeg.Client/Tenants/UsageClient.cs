using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Tenants;

/// <summary>What the key's tenant has used.</summary>
public sealed class UsageClient
{
    private readonly ApiTransport _transport;

    internal UsageClient(ApiTransport transport) => _transport = transport;

    /// <summary>Use by day, quotas and weight.</summary>
    /// <param name="from">First day (UTC); null = 30 days up to the last one.</param> <param name="to">Last day (UTC); null = today.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<TenantUsage> GetAsync(DateOnly? from = null, DateOnly? to = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync("v1/usage".With(("from", from), ("to", to)), ClientJson.Default.TenantUsage, cancellationToken);
}
