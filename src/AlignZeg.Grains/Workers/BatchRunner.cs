using System.Diagnostics;
using System.Threading.Channels;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Telemetry;
using AlignZeg.Model.Inference;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Grains.Workers;

/// <summary>
/// Second stage: takes what is ready into batches and runs them on the device's thread. Never waits for a batch to fill:
/// results do not depend on the composition of batches, and an idle device is worse than a small batch.
/// </summary>
internal sealed partial class BatchRunner(DeviceThread device, WorkerOptions options, LabellingMeter meter, ILogger logger)
{
    private readonly BatchLimits _limits = new(options.BatchImages);

    /// <summary>The models of the images in hand.</summary>
    public ModelUses Uses => device.Uses;

    /// <summary>The next images of one plan, up to the limits in images, pixels and memory; waits for the first one. Empty at the end.</summary>
    public async Task<List<ImageInHand>> TakeAsync(ChannelReader<ImageInHand> ready)
    {
        var batch = new List<ImageInHand>();
        if (!await ready.WaitToReadAsync()) return batch;
        long pixels = 0;
        int most = options.BatchImages;
        while (batch.Count < most && ready.TryPeek(out var next))
        {
            pixels += PixelsOf(next);
            most = Math.Min(most, LimitOf(next));
            if (batch.Count > 0 && (batch.Count >= most || pixels > options.MaxBatchPixels || next.Lease.Plan != batch[0].Lease.Plan)) break;
            if (ready.TryRead(out next)) batch.Add(next);
        }

        return batch;
    }

    /// <summary>
    /// Fills in outputs. Where memory ends, half as many images are tried, down to one; a batch that fails otherwise is tried image by image. An image that fails alone
    /// gets a rejection.
    /// </summary>
    public async Task RunAsync(IReadOnlyList<ImageInHand> batch, CancellationToken cancellationToken)
    {
        for (int done = 0; done < batch.Count;)
        {
            var part = batch.Skip(done).Take(batch.Skip(done).Min(LimitOf)).ToArray();
            if (await FitsAsync(part, cancellationToken)) done += part.Length;
        }
    }

    // False if there was no memory for so many images; everything else is dealt with.
    private async Task<bool> FitsAsync(ImageInHand[] part, CancellationToken cancellationToken)
    {
        var (model, size) = (part[0].Lease.Plan.Model.Hash, part.MaxBy(PixelsOf)!.Input!.Size);
        try
        {
            await SegmentAsync(part, cancellationToken);
            _limits.Fit(model, size, part.Length);
        }
        catch (ImageRejectedException rejection) when (part.Length == 1)
        {
            part[0].Rejection = rejection;
        }
        catch (Exception exception) when (part.Length > 1 && IsOfTheImages(exception) && DeviceMemory.IsExhausted(exception))
        {
            LogExhausted(logger, device.Name, part.Length, exception);
            _limits.Halve(model, size, part.Length);
            return false;
        }
        catch (Exception exception) when (IsOfTheImages(exception))
        {
            if (part.Length > 1) LogBatchFailed(logger, part.Length, part[0].Lease.Shard.Job, device.Name, exception);
            foreach (var item in part) await RunAloneAsync(item, cancellationToken);
        }

        return true;
    }

    private async Task RunAloneAsync(ImageInHand item, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                await SegmentAsync([item], cancellationToken);
            }
            catch (Exception exception) when (IsOfTheImages(exception) && DeviceMemory.IsExhausted(exception))
            {
                await device.RunBulkAsync(models => models.ClearOthers(item.Lease.Plan.Model.Hash), cancellationToken); // they are loaded again when their turn comes
                await SegmentAsync([item], cancellationToken);
            }
        }
        catch (ImageRejectedException rejection)
        {
            item.Rejection = rejection; // a file that ends in the middle, found while its tiles were cut
        }
        catch (Exception exception) when (IsOfTheImages(exception))
        {
            item.Rejection = DeviceMemory.IsExhausted(exception)
                ? new("out_of_memory", $"The image '{item.Image.Name}', {item.Input!.Size.Width} x {item.Input.Size.Height} pixels for the model, does not fit into the memory of '{device.Name}' even alone: {exception.Message}", exception)
                : new("device_error", $"The image '{item.Image.Name}' could not be computed: {exception.Message}", exception);
        }
    }

    private static bool IsOfTheImages(Exception exception) => exception is not (OperationCanceledException or ModelUnavailableException);

    private int LimitOf(ImageInHand item) => item.Input is { } input ? _limits.Of(item.Lease.Plan.Model.Hash, input.Size) : options.BatchImages;

    private async Task SegmentAsync(ImageInHand[] batch, CancellationToken cancellationToken)
    {
        // Below the lease of its first image; images of other leases are of the same job.
        using var span = batch[0].Lease.Begin("batch")?.SetTag("alignzeg.device", device.Name).SetTag("alignzeg.images", batch.Length);
        foreach (var item in batch.Where(item => item.ReadyAt != 0)) meter.Waited(Stopwatch.GetElapsedTime(item.ReadyAt));
        var (outputs, milliseconds) = await device.RunBulkAsync(models => Segment(models, batch, cancellationToken), cancellationToken);
        meter.Computed(device.Name, batch.Length, milliseconds);
        for (int i = 0; i < batch.Length; i++)
            (batch[i].Output, batch[i].Input, batch[i].DeviceMs) = (outputs[i], WithoutPixels(batch[i].Input!), Math.Round(milliseconds / batch.Length, 3));
    }

    private static (IReadOnlyList<SegmentedImage>, double) Segment(LoadedModels models, ImageInHand[] batch, CancellationToken cancellationToken)
    {
        var plan = batch[0].Lease.Plan;
        var segmenter = models.GetInTurn(plan.Model);
        long start = Stopwatch.GetTimestamp();
        if (plan.FeatureFolder is null) return (segmenter.Segment([.. batch.Select(item => item.Input!)], plan.Classifier, cancellationToken), Stopwatches.Since(start));
        return ([.. batch.Select(item => SegmentKeeping(segmenter, item, cancellationToken))], Stopwatches.Since(start));
    }

    // Of a picture in tiles nothing is kept: its features would be those of every tile.
    private static SegmentedImage SegmentKeeping(ISegmenter segmenter, ImageInHand item, CancellationToken cancellationToken)
    {
        var classifier = item.Lease.Plan.Classifier;
        if (item.Input!.Tiled is not null) return segmenter.Segment([item.Input], classifier, cancellationToken)[0];
        if (item.Features is null) (item.Features, item.HasNewFeatures) = (segmenter.Extract([item.Input], cancellationToken)[0], true);
        return segmenter.Score([item.Features], classifier, cancellationToken)[0];
    }

    // Its size is still needed, its pixels are not.
    private static SegmenterInput WithoutPixels(SegmenterInput input) => input with { Rgb = [], Tiled = null };

    private static long PixelsOf(ImageInHand item) => item.Input is { } input ? (long)input.Size.Width * input.Size.Height : 0;

    [LoggerMessage(LogLevel.Warning, "{Device} has no memory for {Images} images at a time; trying half as many.")]
    private static partial void LogExhausted(ILogger logger, string device, int images, Exception exception);

    [LoggerMessage(LogLevel.Warning, "A batch of {Images} images of the job {Job} failed on {Device}; trying them one by one.")]
    private static partial void LogBatchFailed(ILogger logger, int images, JobKey job, string device, Exception exception);
}
