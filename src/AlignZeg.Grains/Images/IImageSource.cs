using AlignZeg.Abstractions.Models;

namespace AlignZeg.Grains.Images;

/// <summary>Where the bytes of images come from, by the scheme of their source.</summary>
public interface IImageSource
{
    /// <summary>All bytes of an image.</summary>
    /// <param name="source">As in the manifest, for example <c>file:///photos/a.jpg</c>.</param>
    /// <param name="name">What messages call the image.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ImageRejectedException">Not there, not permitted, too large, or of an unknown scheme.</exception>
    Task<byte[]> ReadAsync(string source, string name, CancellationToken cancellationToken = default);
}
