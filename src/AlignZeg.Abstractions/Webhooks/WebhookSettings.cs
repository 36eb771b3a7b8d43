namespace AlignZeg.Abstractions.Webhooks;

/// <summary>What a webhook shall do.</summary>
/// <param name="Url">Where events are sent.</param>
/// <param name="Events">Only these types, see <see cref="WebhookEvents"/>; null = all.</param>
/// <param name="Enabled">False: nothing is sent, and nothing is kept to be sent later.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.webhook-settings")]
public sealed record WebhookSettings(string Url, IReadOnlyList<string>? Events, bool Enabled = true);
