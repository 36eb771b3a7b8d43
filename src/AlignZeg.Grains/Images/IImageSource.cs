using AlignZeg.Abstractions.Models;

namespace AlignZeg.Grains.Images;

/// <summary>Where the bytes of images come from, for the sources of one scheme.</summary>
public interface IImageSource
{
    /// <summary>The scheme of the sources that it reads, for example <c>file</c>.</summary>
    string Scheme { get; }

    /// <summary>All bytes of an image.</summary>
    /// <param name="source">As in the manifest, for example <c>file:///photos/a.jpg</c>.</param>
    /// <param name="name">What messages call the image.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ImageRejectedException">Not there, not permitted, or too large.</exception>
    Task<byte[]> ReadAsync(string source, string name, CancellationToken cancellationToken = default);
}
