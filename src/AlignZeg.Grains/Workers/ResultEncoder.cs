using System.Diagnostics;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Grains.Reuse;
using AlignZeg.Model.Inference;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Workers;

/// <summary>Third stage: encodes and writes the outputs of an image, then its record. The blobs are durable before the record exists.</summary>
internal sealed class ResultEncoder(IBlobStore blobs, ComputedResults computed, FeatureCache features) : IResultEncoder
{
    /// <summary>A label map as PNG, see <see cref="Abstractions.Models.SegmentedBlob"/>.</summary>
    public static byte[] EncodeMask(ushort[] labels, int width, int height, int classes)
    {
        ushort ignore = LabelMap.IgnoreFor(classes + 1);
        ushort ValueOf(ushort label) => label == SegmentedImage.Unclaimed ? ignore : label == SegmentedImage.Abstained ? (ushort)classes : label;
        return LabelMapPng.Encode(new([.. labels.Select(ValueOf)], width, height), classes + 1);
    }

    /// <inheritdoc/>
    public async Task<CompletedImage> EncodeAsync(ImageInHand item, CancellationToken cancellationToken)
    {
        if (item.Rejection is null && item.Earlier is { } earlier) return await TakeOverAsync(item, earlier, cancellationToken);
        if (item.Rejection is null && item.Output is not null) return await EncodeOutputAsync(item, cancellationToken);
        var record = RecordOf(item, ResultStatus.Failed) with
        {
            Reason = item.Rejection?.Reason ?? "internal_error",
            Message = item.Rejection?.Message,
            Timings = new(item.ReadMs, item.DecodeMs, item.DeviceMs, 0, 0),
        };
        return new(item.Image.Index, record.Reason, record.ToLine(), record.Usage(), Recomputed: false, item.Image.Attempt);
    }

    private async Task<CompletedImage> EncodeOutputAsync(ImageInHand item, CancellationToken cancellationToken)
    {
        var (plan, input) = (item.Lease.Plan, item.Input!);
        long start = Stopwatch.GetTimestamp();
        var encoded = item.Rows?.Complete() ?? EncodedOutputs.Of(item);
        (string Name, byte[] Content)[] outputs = [.. NamesOf(item).Zip(encoded.Contents)];
        double encodeMs = Stopwatches.Since(start);
        start = Stopwatch.GetTimestamp();
        bool recomputed = await WriteAsync(outputs, cancellationToken);
        if (item is { HasNewFeatures: true, Features: { } seen }) await features.KeepAsync(plan.FeatureFolder!, item.Sha256!, seen, cancellationToken);
        var timings = new ResultTimings(item.ReadMs, item.DecodeMs, item.DeviceMs, encodeMs, Stopwatches.Since(start));
        var references = outputs.Select(one => new BlobRef(one.Name, one.Content.Length, ContentBlobExtensions.HashOf(one.Content)));
        var result = new ComputedResult([.. references], input.Width, input.Height, ClassesOf(plan, encoded.Statistics), timings) { Uncertainty = LabelUncertainty.Of(encoded.Statistics) };
        if (item.Claim is { } claim) item.Telling = computed.CompleteAsync(claim, result, cancellationToken); // after the outputs: whoever finds it may rely on them
        return CompletedOf(item, result, recomputed);
    }

    // The same picture under this image's own names. An image that finds itself was computed before its worker was lost: its device time counts as it was.
    private async Task<CompletedImage> TakeOverAsync(ImageInHand item, EarlierResult earlier, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        string[] names = NamesOf(item);
        var references = earlier.Result.Outputs;
        if (names[0] == references[0].Name) return CompletedOf(item, earlier.Result, recomputed: false);
        for (int i = 0; i < names.Length; i++) await blobs.WriteAsync(names[i], earlier.Contents[i], cancellationToken: cancellationToken);
        var timings = new ResultTimings(item.ReadMs, 0, 0, 0, Stopwatches.Since(start), Reused: true);
        return CompletedOf(item, earlier.Result with { Outputs = [.. references.Zip(names, (reference, name) => reference with { Name = name })], Timings = timings }, recomputed: false);
    }

    private static CompletedImage CompletedOf(ImageInHand item, ComputedResult result, bool recomputed)
    {
        var outputs = item.Lease.Plan.Job.Request.Outputs;
        var record = RecordOf(item, ResultStatus.Ok) with
        {
            Width = result.Width,
            Height = result.Height,
            Mask = result.Outputs[0].Name,
            Confidence = outputs.Confidence ? result.Outputs[1].Name : null,
            Overlay = outputs.Overlay ? result.Outputs[^1].Name : null,
            Classes = result.Classes,
            Uncertainty = result.Uncertainty,
            Timings = result.Timings,
        };
        return new(item.Image.Index, null, record.ToLine(), record.Usage(), recomputed, item.Image.Attempt);
    }

    // The mask first, then confidence, then overlay, as far as they are asked for.
    private static string[] NamesOf(ImageInHand item)
    {
        var (outputs, job, stem) = (item.Lease.Plan.Job.Request.Outputs, item.Lease.Plan.Job.Job, item.Image.Stem);
        var names = new List<string> { JobBlobNames.Mask(job, stem) };
        if (outputs.Confidence) names.Add(JobBlobNames.Confidence(job, stem));
        if (outputs.Overlay) names.Add(JobBlobNames.Overlay(job, stem));
        return [.. names];
    }

    // True if the mask was there already: another worker got this far with the image and was lost.
    private async Task<bool> WriteAsync((string Name, byte[] Content)[] outputs, CancellationToken cancellationToken)
    {
        bool recomputed = await blobs.WriteAsync(outputs[0].Name, outputs[0].Content, BlobCondition.IfAbsent, cancellationToken) is null;
        if (recomputed) await blobs.WriteAsync(outputs[0].Name, outputs[0].Content, cancellationToken: cancellationToken);
        foreach (var (name, content) in outputs.Skip(1)) await blobs.WriteAsync(name, content, cancellationToken: cancellationToken);
        return recomputed;
    }

    private static ResultRecord RecordOf(ImageInHand item, ResultStatus status) =>
        new()
        {
            Index = item.Image.Index,
            Image = item.Image.Name,
            Status = status,
            Attempt = item.Image.Attempt > 1 ? item.Image.Attempt : null,
            Bytes = item.Bytes,
            Sha256 = item.Sha256,
        };

    private static ResultClass[] ClassesOf(LabellingPlan plan, LabelStatistics statistics) =>
        [.. statistics.Classes.Select(found => new ResultClass(found.Class, plan.Vocabulary.NameOf(found.Class), found.Pixels, Math.Round(found.MeanConfidence ?? 0, 4)))];
}
