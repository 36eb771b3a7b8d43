namespace AlignZeg.Abstractions.Models;

/// <summary>An image cannot be segmented; the message says why.</summary>
[GenerateSerializer, Alias("alignzeg.image-rejected")]
public sealed class ImageRejectedException : Exception
{
    /// <summary>Holds a reason code and a sentence.</summary>
    public ImageRejectedException(string reason, string message, Exception? inner = null) : base(message, PortableException.Of(inner)) => Reason = reason;

    /// <summary>A code, lower case with underscores, as in result records.</summary>
    [Id(0)] public string Reason { get; }

    /// <summary>True if nothing was found wrong with the image: whoever runs the platform wants to hear of it.</summary>
    public bool IsOfThePlatform => Reason is "device_error" or "internal_error";
}
