using System.Diagnostics;
using System.Threading.Channels;
using AlignZeg.Abstractions.Models;
using AlignZeg.Grains.Devices;
using AlignZeg.Model.Inference;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Grains.Workers;

/// <summary>
/// Second stage: takes what is ready into batches and runs them on the device's thread. Never waits for a batch to fill:
/// results do not depend on the composition of batches, and an idle device is worse than a small batch.
/// </summary>
internal sealed partial class BatchRunner(DeviceThread device, WorkerOptions options, ILogger logger)
{
    /// <summary>The models of the images in hand.</summary>
    public ModelUses Uses => device.Uses;

    /// <summary>The next images of one plan, up to the limits in images and pixels; waits for the first one. Empty at the end.</summary>
    public async Task<List<ImageInHand>> TakeAsync(ChannelReader<ImageInHand> ready)
    {
        var batch = new List<ImageInHand>();
        if (!await ready.WaitToReadAsync()) return batch;
        long pixels = 0;
        while (batch.Count < options.BatchImages && ready.TryPeek(out var next))
        {
            pixels += PixelsOf(next);
            if (batch.Count > 0 && (pixels > options.MaxBatchPixels || next.Lease.Plan != batch[0].Lease.Plan)) break;
            if (ready.TryRead(out next)) batch.Add(next);
        }

        return batch;
    }

    /// <summary>Fills in outputs. A batch that fails is tried image by image; an image that fails alone gets a rejection.</summary>
    public async Task RunAsync(IReadOnlyList<ImageInHand> batch, CancellationToken cancellationToken)
    {
        try
        {
            await SegmentAsync(batch, cancellationToken);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ModelUnavailableException))
        {
            LogBatchFailed(logger, device.Name, batch.Count, exception);
            foreach (var item in batch) await RunAloneAsync(item, cancellationToken);
        }
    }

    private async Task RunAloneAsync(ImageInHand item, CancellationToken cancellationToken)
    {
        try
        {
            await SegmentAsync([item], cancellationToken);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ModelUnavailableException))
        {
            item.Rejection = new("device_error", $"The image '{item.Image.Name}' could not be computed: {exception.Message}", exception);
        }
    }

    private async Task SegmentAsync(IReadOnlyList<ImageInHand> batch, CancellationToken cancellationToken)
    {
        var plan = batch[0].Lease.Plan;
        var inputs = batch.Select(item => item.Input!).ToArray();
        var (outputs, milliseconds) = await device.RunBulkAsync(models => Segment(models, plan, inputs, cancellationToken), cancellationToken);
        for (int i = 0; i < batch.Count; i++) (batch[i].Output, batch[i].Input, batch[i].DeviceMs) = (outputs[i], WithoutPixels(inputs[i]), Math.Round(milliseconds / batch.Count, 3));
    }

    private static (IReadOnlyList<SegmentedImage>, double) Segment(LoadedModels models, LabellingPlan plan, SegmenterInput[] inputs, CancellationToken cancellationToken)
    {
        var segmenter = models.Get(plan.Model);
        long start = Stopwatch.GetTimestamp();
        var outputs = segmenter.Segment(inputs, plan.Classifier, cancellationToken);
        return (outputs, Stopwatches.Since(start));
    }

    // Its size is still needed, its pixels are not.
    private static SegmenterInput WithoutPixels(SegmenterInput input) => input with { Rgb = [] };

    private static long PixelsOf(ImageInHand item) => item.Input is { } input ? (long)input.Size.Width * input.Size.Height : 0;

    [LoggerMessage(LogLevel.Warning, "A batch of {Images} images failed on {Device}; trying them one by one.")]
    private static partial void LogBatchFailed(ILogger logger, string device, int images, Exception exception);
}
