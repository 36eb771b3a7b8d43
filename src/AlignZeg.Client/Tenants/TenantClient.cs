using AlignZeg.Client.Names;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Tenants;

/// <summary>What tenants have used and may use. Every call needs a key with the scope admin.</summary>
public sealed class TenantClient
{
    private readonly ApiTransport _transport;

    internal TenantClient(ApiTransport transport) => _transport = transport;

    /// <summary>A page of the tenants that were given a key, after a name.</summary>
    public Task<NamePage> ListAsync(string? after = null, int? limit = null, CancellationToken cancellationToken = default) => NameList.PageAsync(_transport, "tenants", after, limit, cancellationToken);

    /// <summary>All of them, page by page.</summary>
    public IAsyncEnumerable<string> ListAllAsync(CancellationToken cancellationToken = default) => NameList.AllAsync(_transport, "tenants", cancellationToken);

    /// <summary>Use by day, quotas and weight of a tenant.</summary>
    /// <param name="tenant">Which.</param> <param name="from">First day (UTC); null = 30 days up to the last one.</param> <param name="to">Last day (UTC); null = today.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<TenantUsage> GetUsageAsync(string tenant, DateOnly? from = null, DateOnly? to = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Of(tenant, "usage").With(("from", from), ("to", to)), ClientJson.Default.TenantUsage, cancellationToken);

    /// <summary>What a tenant may use.</summary>
    public Task<TenantQuotas> GetQuotasAsync(string tenant, CancellationToken cancellationToken = default) => _transport.GetAsync(Of(tenant, "quotas"), ClientJson.Default.TenantQuotas, cancellationToken);

    /// <summary>Sets all quotas; what is null is not limited.</summary>
    public Task<TenantQuotas> SetQuotasAsync(string tenant, TenantQuotas quotas, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(ApiCall.Put(Of(tenant, "quotas"), JsonBody.Of(quotas, ClientJson.Default.TenantQuotas)), ClientJson.Default.TenantQuotas, cancellationToken);

    /// <summary>A tenant's share of the workers beside others.</summary>
    public async Task<double> GetWeightAsync(string tenant, CancellationToken cancellationToken = default) =>
        (await _transport.GetAsync(Of(tenant, "weight"), ClientJson.Default.TenantWeight, cancellationToken)).Weight;

    /// <summary>Sets it: with weight 3, three images for each of a tenant with weight 1.</summary>
    public async Task<double> SetWeightAsync(string tenant, double weight, CancellationToken cancellationToken = default) =>
        (await _transport.SendAsync(ApiCall.Put(Of(tenant, "weight"), JsonBody.Of(new(weight), ClientJson.Default.TenantWeight)), ClientJson.Default.TenantWeight, cancellationToken)).Weight;

    private static string Of(string tenant, string what) => ApiPath.Of("tenants", tenant, what);
}
