namespace AlignZeg.Abstractions.Models;

/// <summary>A model cannot be used now: it does not load, its files changed, or no device is there for it.</summary>
[GenerateSerializer, Alias("alignzeg.model-unavailable")]
public sealed class ModelUnavailableException : Exception
{
    /// <summary>Says why and what to do.</summary>
    public ModelUnavailableException(string message, Exception? inner = null) : base(message, PortableException.Of(inner))
    {
    }
}
