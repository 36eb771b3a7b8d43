using AlignZeg.Abstractions.Keys;

namespace AlignZeg.Abstractions.Webhooks;

/// <summary>Names a webhook of a tenant. Written <c>tenant/webhook</c>.</summary>
[GenerateSerializer, Immutable, Alias("alignzeg.key.webhook")]
public sealed record WebhookKey
{
    /// <summary>Checks both parts.</summary>
    /// <exception cref="FormatException">A part that may not stand in a key, see <see cref="KeyPart.Check"/>.</exception>
    public WebhookKey(string tenant, string webhook) => (Tenant, Webhook) = (KeyPart.Check(tenant, "tenant"), KeyPart.Check(webhook, "webhook's name"));

    /// <summary>Whose it is.</summary>
    [Id(0)] public string Tenant { get; }

    /// <summary>Its name within the tenant.</summary>
    [Id(1)] public string Webhook { get; }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">Not of the form <c>tenant/webhook</c>.</exception>
    public static WebhookKey Parse(string key)
    {
        var parts = KeyPart.Split(key, 2, "tenant/webhook");
        return new(parts[0], parts[1]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Tenant}/{Webhook}";
}
