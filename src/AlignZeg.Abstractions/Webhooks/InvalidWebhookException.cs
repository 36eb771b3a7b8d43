namespace AlignZeg.Abstractions.Webhooks;

/// <summary>A webhook cannot be made like this; the message says why and what to do.</summary>
[GenerateSerializer, Alias("alignzeg.invalid-webhook")]
public sealed class InvalidWebhookException : Exception
{
    /// <summary>Says why.</summary>
    public InvalidWebhookException(string message) : base(message)
    {
    }
}
