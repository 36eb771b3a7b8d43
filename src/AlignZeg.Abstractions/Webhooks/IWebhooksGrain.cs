using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Abstractions.Webhooks;

/// <summary>The webhooks of a tenant: which there are, and what its jobs tell them. Key: the tenant.</summary>
[Alias("alignzeg.webhooks")]
public interface IWebhooksGrain : IGrainWithStringKey
{
    /// <summary>Makes a webhook, or changes it; the same settings again change nothing, except that a webhook that was switched off is on again.</summary>
    /// <returns>With its secret if it is new.</returns>
    /// <exception cref="InvalidWebhookException">The address or an event may not be used, or there are too many webhooks.</exception>
    [Alias("put")]
    Task<WebhookSummary> PutAsync(string name, WebhookSettings settings, CancellationToken cancellationToken = default);

    /// <summary>All webhooks, by name.</summary>
    [Alias("list")]
    Task<IReadOnlyList<WebhookSummary>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Ends a webhook with all that it has not delivered.</summary>
    /// <exception cref="WebhookNotFoundException">There is none of that name.</exception>
    [Alias("delete")]
    Task DeleteAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Makes events of a job durable in every webhook that wants them, then returns. For jobs; what is told again is taken once.</summary>
    [Alias("take")]
    Task TakeAsync(JobKey job, IReadOnlyList<JobEvent> events, CancellationToken cancellationToken = default);
}
