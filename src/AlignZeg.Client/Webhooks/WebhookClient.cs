using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Webhooks;

/// <summary>Where the events of the tenant's jobs are sent: signed as Standard Webhooks 1.0 says, in order per job, at least once.</summary>
public sealed class WebhookClient
{
    private const string Kind = "webhooks";
    private readonly ApiTransport _transport;

    internal WebhookClient(ApiTransport transport) => _transport = transport;

    /// <summary>All webhooks of the tenant, without their secrets.</summary>
    public async Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellationToken = default) =>
        (await _transport.GetAsync(ApiPath.Of(Kind), ClientJson.Default.WebhookList, cancellationToken)).Webhooks;

    /// <summary>One webhook.</summary>
    public Task<Webhook> GetAsync(string name, CancellationToken cancellationToken = default) => _transport.GetAsync(ApiPath.Of(Kind, name), ClientJson.Default.Webhook, cancellationToken);

    /// <summary>Makes a webhook, or changes it. <see cref="Webhook.Secret"/> is in the answer that made it and nowhere else; if that answer was lost, <see cref="RotateSecretAsync"/>.</summary>
    public Task<Webhook> PutAsync(string name, WebhookOrder order, CancellationToken cancellationToken = default) =>
        CallAsync(ApiCall.Put(ApiPath.Of(Kind, name), JsonBody.Of(order, ClientJson.Default.WebhookOrder)), cancellationToken);

    /// <summary>Ends a webhook, with all that it has not delivered.</summary>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        using var answer = await _transport.OpenAsync(new ApiCall(HttpMethod.Delete, ApiPath.Of(Kind, name)), cancellationToken);
    }

    /// <summary>Makes a new secret; for a while deliveries are signed with both. Never repeated by itself.</summary>
    public Task<Webhook> RotateSecretAsync(string name, CancellationToken cancellationToken = default) => CallAsync(ApiCall.Post(ApiPath.Of(Kind, name, "rotate-secret")), cancellationToken);

    /// <summary>Sends the event <c>webhook.ping</c>, once. Never repeated by itself.</summary>
    public Task<WebhookDelivery> PingAsync(string name, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(ApiCall.Post(ApiPath.Of(Kind, name, "ping")), ClientJson.Default.WebhookDelivery, cancellationToken);

    /// <summary>Delivers an event again, under the same <c>webhook-id</c>. Never repeated by itself.</summary>
    public Task<WebhookDelivery> RedeliverAsync(string name, string delivery, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(ApiCall.Post(ApiPath.Of(Kind, name, "deliveries", delivery, "redeliver")), ClientJson.Default.WebhookDelivery, cancellationToken);

    /// <summary>What is pending, and the last deliveries that are not, by number.</summary>
    public IAsyncEnumerable<WebhookDelivery> ListDeliveriesAsync(string name, CancellationToken cancellationToken = default) => Pages.AllAsync(
        (string? after, CancellationToken token) => _transport.GetAsync(ApiPath.Of(Kind, name, "deliveries").With(("after", after)), ClientJson.Default.DeliveryPage, token),
        page => page.Deliveries, page => page.Next, cancellationToken);

    private Task<Webhook> CallAsync(ApiCall call, CancellationToken cancellationToken) => _transport.SendAsync(call, ClientJson.Default.Webhook, cancellationToken);
}
