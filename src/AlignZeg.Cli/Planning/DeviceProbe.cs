using System.Collections.Concurrent;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;

namespace AlignZeg.Cli.Planning;

/// <summary>
/// Labels a few images on every device of the platform at the same time, as a job would, one image per call; a job's larger batches may be a little faster.
/// What it stores of images and masks is removed again.
/// </summary>
internal sealed class DeviceProbe(IPlatform platform, LabelPlan plan, IProgressView view, TimeProvider time)
{
    private readonly string _folder = $"tenants/{LabellingJob.Tenant}/probes/{Guid.NewGuid():N}";
    private readonly ConcurrentBag<(long Pixels, double Seconds)> _measured = [];

    /// <summary>Pixels and device seconds of each image that could be labelled, and the number of devices.</summary>
    /// <exception cref="CommandException">None could: the first reason is told.</exception>
    public async Task<(IReadOnlyList<(long Pixels, double Seconds)> Images, int Devices)> RunAsync(IReadOnlyList<ProbedImage> images, CancellationToken cancellationToken)
    {
        var (model, instances) = await ModelLoading.LoadAsync(platform, plan, view, time, cancellationToken);
        var classifier = await instances[0].BuildClassifierAsync(model, VocabularyTexts.Of(plan.Vocabulary), cancellationToken);
        view.Stage($"Labelling {Figures.Images(images.Count)} to see what they cost");
        var queue = new ConcurrentQueue<ProbedImage>(images);
        var refusals = new ConcurrentQueue<string>();
        long start = time.GetTimestamp();
        await Task.WhenAll(instances.Select(instance => WorkAsync(instance, model, classifier)));
        view.Finish(new(images.Count, images.Count, refusals.Count, 0, time.GetElapsedTime(start)));
        if (_measured.IsEmpty) throw CommandException.BadInput($"None of the {images.Count} images that were tried can be labelled. {refusals.First()}");
        return ([.. _measured], instances.Count);

        async Task WorkAsync(IModelInstanceGrain instance, ModelBundle bundle, BlobRef texts)
        {
            bool warm = false;
            while (queue.TryDequeue(out var image))
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    if (!warm) await SegmentAsync(instance, bundle, texts, image, cancellationToken); // the first call of a device pays for more than its image
                    warm = true;
                    var result = await SegmentAsync(instance, bundle, texts, image, cancellationToken);
                    _measured.Add(((long)result.Width * result.Height, result.DeviceMilliseconds / 1000));
                }
                catch (ImageRejectedException refusal)
                {
                    refusals.Enqueue(refusal.Message); // its header was fine: only decoding finds such damage
                }
            }
        }
    }

    private async Task<SegmentedBlob> SegmentAsync(IModelInstanceGrain instance, ModelBundle model, BlobRef classifier, ProbedImage image, CancellationToken cancellationToken)
    {
        string name = $"{_folder}/{Guid.NewGuid():N}";
        var (input, output) = ($"{name}/image", $"{name}/mask.png");
        try
        {
            await platform.WriteAsync(input, await image.ReadAsync(cancellationToken), cancellationToken);
            return await instance.SegmentAsync(new(model, classifier, input, output), cancellationToken);
        }
        finally
        {
            await platform.DeleteAsync(input);
            await platform.DeleteAsync(output);
        }
    }
}
