using AlignZeg.Datasets.Images;
using AlignZeg.Grains.Images;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>The same tiny picture for every image, out of memory: <c>tiny:ANYTHING</c>.</summary>
internal sealed class TinyImageSource : IImageSource
{
    /// <summary>The scheme.</summary>
    public const string Name = "tiny";

    private const int Side = 8;
    private static readonly byte[] Picture = ImageEncoder.EncodePng(new(new byte[3 * Side * Side], Side, Side));

    /// <inheritdoc/>
    public string Scheme => Name;

    /// <inheritdoc/>
    public Task<byte[]> ReadAsync(string source, string name, CancellationToken cancellationToken = default) => Task.FromResult(Picture);
}
