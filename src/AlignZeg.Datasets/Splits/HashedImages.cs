using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Splits;

/// <summary>Hashes images: every file once, in the order given, a few at a time; of a file, a piece is in memory.</summary>
public static class HashedImages
{
    private const int AtOnce = 256;

    /// <summary>Reads the images.</summary>
    /// <param name="images">In any order.</param> <param name="cancellationToken">Stops within a file.</param>
    /// <returns>One per image, in the same order; a file that cannot be read has its problem.</returns>
    public static async IAsyncEnumerable<HashedImage> ReadAsync(IEnumerable<ImageEntry> images, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        foreach (var chunk in images.Chunk(AtOnce))
        {
            var hashed = new HashedImage[chunk.Length];
            await Parallel.ForAsync(0, chunk.Length, cancellationToken, async (i, token) => hashed[i] = await ReadAsync(chunk[i], token).ConfigureAwait(false)).ConfigureAwait(false);
            foreach (var one in hashed) yield return one;
        }
    }

    private static async Task<HashedImage> ReadAsync(ImageEntry image, CancellationToken cancellationToken)
    {
        try
        {
            var file = File.OpenRead(image.Path);
            await using (file.ConfigureAwait(false)) return new(image, await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(image, null, $"The file '{image.Path}' cannot be read; it is missing, or its permissions forbid it.");
        }
    }
}
