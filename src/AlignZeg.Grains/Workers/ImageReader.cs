using System.Diagnostics;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Datasets.Images;
using AlignZeg.Grains.Images;
using AlignZeg.Grains.Reuse;
using AlignZeg.Grains.Telemetry;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Workers;

/// <summary>First stage: reads an image; decodes and resizes it beside the device's thread, unless the same picture has a result already.</summary>
internal sealed class ImageReader(ImageSources sources, ImagePreparation preparation, ComputedResults computed, FeatureCache features, LabellingMeter meter) : IImageReader
{
    /// <inheritdoc/>
    public async Task ReadAsync(ImageInHand item, PixelGate gate, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await ReadBytesAsync(item, cancellationToken);
            if (await IsComputedAsync(item, cancellationToken)) return;
            bool overlay = item.Lease.Plan.Job.Request.Outputs.Overlay;
            var image = await HasFeaturesAsync(item, cancellationToken) && !overlay ? null : Decode(item, bytes);
            await gate.EnterAsync(item.PixelsHeld = (long)item.Input!.Width * item.Input.Height);
            if (overlay) item.Original = image;
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
        (item.Bytes, item.Sha256) = (bytes.LongLength, ContentBlobExtensions.HashOf(bytes));
        item.ReadMs = Stopwatches.Since(start);
        return bytes;
    }

    // Done again after an outage of the storage: a claim is kept then.
    private async Task<bool> IsComputedAsync(ImageInHand item, CancellationToken cancellationToken)
    {
        if (item.Lease.Plan.Fingerprint is not { } fingerprint || item.Claim is not null) return false;
        (item.Earlier, item.Claim) = await computed.FindAsync(ComputedResults.NameOf(item.Lease.Shard.Job, fingerprint, item.Sha256!), cancellationToken);
        meter.LookedUp("results", item.Earlier is not null);
        return item.Earlier is not null;
    }

    // With features the picture itself is needed for an overlay only.
    private async Task<bool> HasFeaturesAsync(ImageInHand item, CancellationToken cancellationToken)
    {
        if (item.Lease.Plan.FeatureFolder is not { } folder) return false;
        var found = await features.FindAsync(folder, item.Sha256!, cancellationToken);
        meter.LookedUp("features", found is not null);
        if (found is null || item.Lease.Plan.Tiles?.GridOf(found.Width, found.Height) is not null) return false; // those of the whole picture, where it is now read in tiles
        (item.Features, item.Input) = (found, new([], found.Size, found.Width, found.Height));
        return true;
    }

    private RgbImage Decode(ImageInHand item, byte[] bytes)
    {
        long start = Stopwatch.GetTimestamp();
        var image = preparation.Decode(bytes, item.Image.Name);
        item.Input = ImagePreparation.Resize(image, item.Lease.Plan.Segmenter, item.Lease.Plan.Tiles);
        item.DecodeMs = Stopwatches.Since(start);
        return image;
    }
}
