using AlignZeg.Abstractions.Models;

namespace AlignZeg.Grains.Images;

/// <summary>All places that images may be in, by the scheme of their source.</summary>
internal sealed class ImageSources(IEnumerable<IImageSource> sources)
{
    private readonly Dictionary<string, IImageSource> _byScheme = sources.ToDictionary(source => source.Scheme, StringComparer.OrdinalIgnoreCase);

    /// <summary>All bytes of an image, see <see cref="IImageSource.ReadAsync"/>.</summary>
    /// <exception cref="ImageRejectedException">Not there, not permitted, too large, or of an unknown scheme.</exception>
    public Task<byte[]> ReadAsync(string source, string name, CancellationToken cancellationToken)
    {
        int colon = source.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && _byScheme.TryGetValue(source[..colon], out var found)) return found.ReadAsync(source, name, cancellationToken);
        throw new ImageRejectedException(
            "unsupported_source", $"The image '{name}' is at '{source}', which cannot be read; sources are {string.Join(", ", _byScheme.Keys.Order(StringComparer.Ordinal).Select(scheme => scheme + ":"))}.");
    }
}
