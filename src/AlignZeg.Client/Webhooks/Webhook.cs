namespace AlignZeg.Client.Webhooks;

/// <summary>A webhook as it is shown.</summary>
/// <param name="Name">Within the tenant.</param>
/// <param name="Url">Where events are sent.</param>
/// <param name="Events">The types that it is told of.</param>
/// <param name="Enabled">Whether anything is sent.</param>
/// <param name="Problem">Why the server switched it off; null otherwise.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Pending">Events that are not delivered yet.</param>
/// <param name="Dropped">Events that were given up because too many were pending, ever.</param>
public sealed record Webhook(string Name, string Url, IReadOnlyList<string> Events, bool Enabled, string? Problem, DateTimeOffset CreatedAt, int Pending, long Dropped)
{
    /// <summary>What signs the deliveries, <c>whsec_…</c>: only in the answers that made it.</summary>
    public string? Secret { get; init; }

    /// <summary>Without the secret.</summary>
    public override string ToString() => Name;
}

/// <summary>What a webhook shall do.</summary>
/// <param name="Url">Where events are sent.</param>
/// <param name="Events">Only these types, <c>job.completed</c> for one; null = all.</param>
/// <param name="Enabled">False: nothing is sent, and nothing is kept to be sent later.</param>
public sealed record WebhookOrder(string Url, IReadOnlyList<string>? Events = null, bool Enabled = true);

/// <summary>Webhooks by name.</summary>
/// <param name="Webhooks">All of the tenant.</param>
public sealed record WebhookList(IReadOnlyList<Webhook> Webhooks);
