using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Abstractions.Webhooks;

/// <summary>One webhook: its settings, what it has to deliver, and what became of that. Key: <see cref="WebhookKey"/>.</summary>
[Alias("alignzeg.webhook")]
public interface IWebhookGrain : IGrainWithStringKey
{
    /// <summary>For <see cref="IWebhooksGrain.PutAsync"/>.</summary>
    [Alias("set")]
    Task<WebhookSummary> SetAsync(WebhookSettings settings, CancellationToken cancellationToken = default);

    /// <summary>How it is now.</summary>
    /// <exception cref="WebhookNotFoundException">There is none.</exception>
    [Alias("get")]
    Task<WebhookSummary> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>For <see cref="IWebhooksGrain.DeleteAsync"/>; twice is once.</summary>
    [Alias("delete")]
    Task DeleteAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes a new secret; deliveries are signed with both until the old one ends.</summary>
    /// <exception cref="WebhookNotFoundException">There is none.</exception>
    [Alias("rotate-secret")]
    Task<WebhookSummary> RotateSecretAsync(CancellationToken cancellationToken = default);

    /// <summary>For <see cref="IWebhooksGrain.TakeAsync"/>.</summary>
    [Alias("take")]
    Task TakeAsync(JobKey job, IReadOnlyList<JobEvent> events, CancellationToken cancellationToken = default);

    /// <summary>Sends an event that says nothing, once, beside all others.</summary>
    /// <exception cref="WebhookNotFoundException">There is none.</exception>
    /// <exception cref="InvalidWebhookException">It is switched off, or too much is pending.</exception>
    [Alias("ping")]
    Task<WebhookDelivery> PingAsync(CancellationToken cancellationToken = default);

    /// <summary>Delivers an event again that is delivered or given up, beside all others; one that is pending is sent at once.</summary>
    /// <exception cref="WebhookNotFoundException">There is none.</exception>
    /// <exception cref="DeliveryNotFoundException">The event is not kept any more.</exception>
    /// <exception cref="InvalidWebhookException">It is switched off, or too much is pending.</exception>
    [Alias("redeliver")]
    Task<WebhookDelivery> RedeliverAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Deliveries by number: those that are pending, and the last that are not.</summary>
    /// <param name="after">Only numbers above it.</param> <param name="max">Most of them.</param> <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="WebhookNotFoundException">There is none.</exception>
    [Alias("deliveries")]
    Task<IReadOnlyList<WebhookDelivery>> ReadDeliveriesAsync(long after, int max, CancellationToken cancellationToken = default);
}
