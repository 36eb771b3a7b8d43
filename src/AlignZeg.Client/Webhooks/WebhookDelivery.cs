using System.Text.Json.Serialization;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Webhooks;

/// <summary>An event on its way to a webhook, or at its end.</summary>
/// <param name="Number">Orders the list.</param>
/// <param name="Id">Of the event, the header <c>webhook-id</c>.</param>
/// <param name="Type">Of the event.</param>
/// <param name="Job">Whose event it is; null for pings.</param>
/// <param name="CreatedAt">When the event happened.</param>
/// <param name="State">What became of it.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="LastAttemptAt">When it was sent last; null if it was not.</param>
/// <param name="LastStatus">HTTP status of the last answer; null if there was none.</param>
/// <param name="LastProblem">What was wrong with the last attempt; null if nothing.</param>
/// <param name="NextAttemptAt">When it is sent next; null if it is not.</param>
public sealed record WebhookDelivery(
    long Number, string Id, string Type, string? Job, DateTimeOffset CreatedAt, DeliveryState State, int Attempts, DateTimeOffset? LastAttemptAt, int? LastStatus, string? LastProblem,
    DateTimeOffset? NextAttemptAt);

/// <summary>What became of a delivery.</summary>
[JsonConverter(typeof(OpenEnumConverter<DeliveryState>))]
public enum DeliveryState
{
    /// <summary>One that this client does not know; the server is newer.</summary>
    Unknown,

    /// <summary>It is sent, or will be.</summary>
    Pending,

    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>Given up.</summary>
    Failed,
}

/// <summary>A page of deliveries.</summary>
/// <param name="Deliveries">By number.</param>
/// <param name="Next">Where the next page begins; null = there are no more.</param>
public sealed record DeliveryPage(IReadOnlyList<WebhookDelivery> Deliveries, string? Next);
