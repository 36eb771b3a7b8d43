using System.Diagnostics;
using System.Security.Cryptography;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Datasets.Images;
using AlignZeg.Grains.Images;

namespace AlignZeg.Grains.Workers;

/// <summary>First stage: reads, decodes and resizes an image beside the device's thread.</summary>
internal sealed class ImageReader(ImageSources sources, ImagePreparation preparation) : IImageReader
{
    /// <inheritdoc/>
    public async Task ReadAsync(ImageInHand item, PixelGate gate, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await ReadBytesAsync(item, cancellationToken);
            var image = Decode(item, bytes);
            await gate.EnterAsync(item.PixelsHeld = (long)image.Width * image.Height);
            if (item.Lease.Plan.Job.Request.Outputs.Overlay) item.Original = image;
        }
        catch (ImageRejectedException rejection)
        {
            item.Rejection = rejection;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or StorageException))
        {
            // A decoder has met something that it has no word for; the image fails, the job goes on.
            item.Rejection = new("internal_error", $"The image '{item.Image.Name}' cannot be processed: {exception.Message}", exception);
        }
    }

    private async Task<byte[]> ReadBytesAsync(ImageInHand item, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var bytes = await sources.ReadAsync(item.Image.Source, item.Image.Name, cancellationToken);
        (item.Bytes, item.Sha256) = (bytes.LongLength, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        item.ReadMs = Stopwatches.Since(start);
        return bytes;
    }

    private RgbImage Decode(ImageInHand item, byte[] bytes)
    {
        long start = Stopwatch.GetTimestamp();
        var image = preparation.Decode(bytes, item.Image.Name);
        item.Input = ImagePreparation.Resize(image, item.Lease.Plan.Segmenter);
        item.DecodeMs = Stopwatches.Since(start);
        return image;
    }
}
