namespace AlignZeg.Abstractions.Webhooks;

/// <summary>A webhook as it is shown.</summary>
/// <param name="Name">Within the tenant.</param>
/// <param name="Url">Where events are sent.</param>
/// <param name="Events">The types that it is told of.</param>
/// <param name="Enabled">Whether anything is sent.</param>
/// <param name="Problem">Why it was switched off by itself; null otherwise.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Pending">Events that are not delivered yet.</param>
/// <param name="Dropped">Events that were given up because too many were pending, ever.</param>
/// <param name="Secret">What signs the deliveries; only in the answers that made it.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.webhook-summary")]
public sealed record WebhookSummary(
    string Name, string Url, IReadOnlyList<string> Events, bool Enabled, string? Problem, DateTimeOffset CreatedAt, int Pending, long Dropped, string? Secret = null)
{
    /// <summary>Without the secret, and without the address, which may hold one: messages between silos are logged at their finest level.</summary>
    public override string ToString() => $"webhook {Name}";
}
