namespace AlignZeg.Abstractions.Webhooks;

/// <summary>A tenant has no webhook of that name.</summary>
[GenerateSerializer, Alias("alignzeg.webhook-not-found")]
public sealed class WebhookNotFoundException : Exception
{
    /// <summary>Names what is missing.</summary>
    public WebhookNotFoundException(string webhook) : base($"There is no webhook '{webhook}'; list the webhooks to see their names.")
    {
    }
}
