namespace AlignZeg.Abstractions.Webhooks;

/// <summary>A webhook has no such delivery any more.</summary>
[GenerateSerializer, Alias("alignzeg.delivery-not-found")]
public sealed class DeliveryNotFoundException : Exception
{
    /// <summary>Names what is missing.</summary>
    public DeliveryNotFoundException(string delivery) : base($"There is no delivery '{delivery}' among those that are kept; list the deliveries to see them.")
    {
    }
}
