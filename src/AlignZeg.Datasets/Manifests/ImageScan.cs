using System.Security.Cryptography;
using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.Manifests;

/// <summary>
/// Reads every image once, for its length, its SHA-256 and its header, in parallel. Memory holds one file per processor, what was found is in a file.
/// Only decoding finds damage behind a header, so a job may refuse a few more images than a scan.
/// </summary>
/// <param name="decoder">Knows the limits.</param> <param name="inRows">Whether huge images will be read in tiles, see <see cref="ImageDecoder.OpenRows"/>. Default: every image whole.</param>
public sealed class ImageScan(ImageDecoder decoder, bool inRows = false)
{
    /// <summary>The reason of a file that is gone or may not be read.</summary>
    public const string NotFound = "not_found";

    /// <summary>Scans the images.</summary>
    /// <param name="images">In order of their names; of several with the same bytes, the first counts.</param>
    /// <param name="progress">Hears the number of images read so far, from any thread. Default: nobody.</param>
    /// <param name="cancellationToken">Stops within a file.</param>
    /// <returns>One per image, in the same order, whatever order they were read in.</returns>
    public async Task<IReadOnlyList<ScannedImage>> RunAsync(
        IReadOnlyList<ImageEntry> images, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        var (found, done) = (new ScanList(images.Count), 0);
        await Parallel.ForAsync(0, images.Count, cancellationToken, async (index, token) =>
        {
            var hash = new byte[SHA256.HashSizeInBytes];
            found.Put(index, await ScanAsync(images[index], hash, token).ConfigureAwait(false), hash);
            progress?.Report(Interlocked.Increment(ref done));
        }).ConfigureAwait(false);
        found.MarkRepeats();
        return found;
    }

    private async Task<ScannedImage> ScanAsync(ImageEntry image, Memory<byte> hash, CancellationToken cancellationToken)
    {
        try
        {
            decoder.CheckLength(new FileInfo(image.Path).Length, image.Name); // a huge file is refused unread
            var bytes = await File.ReadAllBytesAsync(image.Path, cancellationToken).ConfigureAwait(false);
            SHA256.HashData(bytes, hash.Span);
            return Check(bytes, image.Name);
        }
        catch (ImageRefusedException refusal)
        {
            return new(image.Bytes, null, refusal.Reason, Repeats: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(0, null, NotFound, Repeats: false);
        }
    }

    private ScannedImage Check(byte[] bytes, string name)
    {
        try
        {
            return new(bytes.LongLength, decoder.CheckHeader(bytes, name, inRows), null, Repeats: false);
        }
        catch (ImageRefusedException refusal)
        {
            return new(bytes.LongLength, null, refusal.Reason, Repeats: false);
        }
    }
}
