using System.Diagnostics;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Datasets.Images;
using AlignZeg.Grains.Images;
using AlignZeg.Grains.Reuse;
using AlignZeg.Grains.Telemetry;
using AlignZeg.Model.Inference.Tiles;
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
            if (preparation.GridOf(bytes, item.Image.Name, item.Lease.Plan.Tiles) is { } grid)
            {
                if (overlay) item.Original = DecodeForOverlay(item, bytes);
                Cut(item, bytes, grid);
            }
            else
            {
                var image = await HasFeaturesAsync(item, cancellationToken) && !overlay ? null : Decode(item, bytes);
                if (overlay) item.Original = image;
            }

            await gate.EnterAsync(item.PixelsHeld = HeldBy(item));
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
        if (found is null) return false;
        (item.Features, item.Input) = (found, new([], found.Size, found.Width, found.Height));
        return true;
    }

    private RgbImage Decode(ImageInHand item, byte[] bytes)
    {
        long start = Stopwatch.GetTimestamp();
        var image = preparation.Decode(bytes, item.Image.Name);
        item.Input = ImagePreparation.Resize(image, item.Lease.Plan.Segmenter);
        item.DecodeMs = Stopwatches.Since(start);
        return image;
    }

    private RgbImage DecodeForOverlay(ImageInHand item, byte[] bytes)
    {
        long start = Stopwatch.GetTimestamp();
        var image = preparation.DecodeForOverlay(bytes, item.Image.Name);
        item.DecodeMs = Stopwatches.Since(start);
        return image;
    }

    private void Cut(ImageInHand item, byte[] bytes, TileGrid grid)
    {
        item.Rows = new(item.Lease.Plan, new(grid.Across.Length, grid.Down.Length), item.Original);
        item.Input = preparation.Cut(bytes, item.Image.Name, grid, item.Lease.Plan.Segmenter, item.Rows);
    }

    // Of a picture in tiles, two rows of them at the most, and its file until the last one is cut: three bytes of that weigh as much as a pixel.
    private static long HeldBy(ImageInHand item)
    {
        var input = item.Input!;
        return input.Tiled is { } tiled ? input.Width * Math.Min(input.Height, 2L * tiled.Grid.TileSize.Height) + item.Bytes!.Value / 3 : (long)input.Width * input.Height;
    }
}
