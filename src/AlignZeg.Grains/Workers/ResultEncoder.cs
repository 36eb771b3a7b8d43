using System.Diagnostics;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Workers;

/// <summary>Third stage: encodes and writes the outputs of an image, then its record. The blobs are durable before the record exists.</summary>
internal sealed class ResultEncoder(IBlobStore blobs)
{
    private const int OverlayQuality = 85;

    /// <summary>A label map as PNG.</summary>
    public static byte[] EncodeMask(ushort[] labels, int width, int height, int classes)
    {
        ushort ignore = LabelMap.IgnoreFor(classes);
        return LabelMapPng.Encode(new([.. labels.Select(label => label == ushort.MaxValue ? ignore : label)], width, height), classes);
    }

    /// <summary>The result of an image, whatever became of it.</summary>
    /// <exception cref="Abstractions.Blobs.StorageException">The outputs cannot be written.</exception>
    public async Task<CompletedImage> EncodeAsync(ImageInHand item, CancellationToken cancellationToken)
    {
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
        var (plan, output, input) = (item.Lease.Plan, item.Output!, item.Input!);
        long start = Stopwatch.GetTimestamp();
        var map = plan.ToIds(output, input.Width, input.Height);
        var outputs = Outputs(item, map);
        double encodeMs = Stopwatches.Since(start);
        start = Stopwatch.GetTimestamp();
        bool recomputed = await WriteAsync(outputs, cancellationToken);
        var record = RecordOf(item, ResultStatus.Ok) with
        {
            Width = input.Width,
            Height = input.Height,
            Mask = outputs[0].Name,
            Confidence = plan.Job.Request.Outputs.Confidence ? outputs[1].Name : null,
            Overlay = plan.Job.Request.Outputs.Overlay ? outputs[^1].Name : null,
            Classes = ClassesOf(plan, map, output.Confidence),
            Timings = new(item.ReadMs, item.DecodeMs, item.DeviceMs, encodeMs, Stopwatches.Since(start)),
        };
        return new(item.Image.Index, null, record.ToLine(), record.Usage(), recomputed, item.Image.Attempt);
    }

    // The mask first, then confidence, then overlay.
    private static List<(string Name, byte[] Content)> Outputs(ImageInHand item, LabelMap map)
    {
        var (plan, job, stem) = (item.Lease.Plan, item.Lease.Plan.Job.Job, item.Image.Stem);
        var outputs = new List<(string, byte[])> { (JobBlobNames.Mask(job, stem), LabelMapPng.Encode(map, plan.Colours)) };
        if (plan.Job.Request.Outputs.Confidence)
            outputs.Add((JobBlobNames.Confidence(job, stem), LabelMapPng.EncodeGrey(item.Output!.Confidence, map.Width, map.Height)));
        if (plan.Job.Request.Outputs.Overlay)
            outputs.Add((JobBlobNames.Overlay(job, stem), ImageEncoder.EncodeJpeg(OverlayRenderer.Render(item.Original!, map, plan.Unpainted, plan.Colours), OverlayQuality)));
        return outputs;
    }

    // True if the mask was there already: another worker got this far with the image and was lost.
    private async Task<bool> WriteAsync(List<(string Name, byte[] Content)> outputs, CancellationToken cancellationToken)
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

    private static ResultClass[] ClassesOf(LabellingPlan plan, LabelMap map, byte[] confidence) =>
        [.. LabelStatistics.Of(map, confidence, plan.Vocabulary.Classes.Count).Classes
            .Select(found => new ResultClass(found.Class, plan.Vocabulary.Classes[found.Class].Name, found.Pixels, Math.Round(found.MeanConfidence ?? 0, 4)))];
}
