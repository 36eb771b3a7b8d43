namespace AlignZeg.Abstractions.Webhooks;

/// <summary>An event on its way to a webhook, or at its end.</summary>
/// <param name="Number">Grows with every delivery of the webhook; orders the list.</param>
/// <param name="Id">Of the event, the header <c>webhook-id</c>: the same in every attempt and when it is delivered again.</param>
/// <param name="Type">See <see cref="WebhookEvents"/>.</param>
/// <param name="Job">Whose event it is; null for pings.</param>
/// <param name="CreatedAt">When the event happened.</param>
/// <param name="State">What became of it.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="LastAttemptAt">When it was sent last; null if it was not.</param>
/// <param name="LastStatus">HTTP status of the last answer; null if there was none.</param>
/// <param name="LastProblem">What was wrong with the last attempt, in a sentence; null if nothing.</param>
/// <param name="NextAttemptAt">When it is sent next; null if it is not.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.webhook-delivery")]
public sealed record WebhookDelivery(
    long Number, string Id, string Type, string? Job, DateTimeOffset CreatedAt, DeliveryState State, int Attempts, DateTimeOffset? LastAttemptAt, int? LastStatus, string? LastProblem,
    DateTimeOffset? NextAttemptAt);

/// <summary>What became of a delivery.</summary>
[GenerateSerializer, Alias("alignzeg.delivery-state")]
public enum DeliveryState
{
    /// <summary>It is sent, or will be.</summary>
    Pending,

    /// <summary>The receiver answered 2xx.</summary>
    Delivered,

    /// <summary>Given up: after the last attempt, with a webhook that was switched off, or because too many were pending.</summary>
    Failed,
}
