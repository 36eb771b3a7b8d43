using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Reviews;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Images;
using AlignZeg.Grains.Reviews;
using AlignZeg.Grains.Workers;
using AlignZeg.Model.Inference;
using AlignZeg.Storage.Blobs;
using Orleans.Concurrency;
using Orleans.Placement;

namespace AlignZeg.Grains.Models;

/// <summary>Reentrant: it only passes work to the device's thread and answers while that computes.</summary>
[PinnedToSilo, RandomPlacement, KeepAlive, Immovable, Reentrant]
internal sealed class ModelInstanceGrain(SiloDevices devices, IBlobStore blobs, ClassifierCache classifiers, InteractiveImages images, BundleCache bundles)
    : Grain, IModelInstanceGrain
{
    private DeviceThread Device => devices.Get(ModelInstanceKey.Parse(this.GetPrimaryKeyString()).Device);

    public Task LoadAsync(ModelBundle bundle, CancellationToken cancellationToken = default) => RunAsync(bundle, model => model.Hash, cancellationToken);

    public async Task<BlobRef> BuildClassifierAsync(ModelBundle bundle, ClassifierTexts texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var request = await RequestAsync(texts, cancellationToken);
        var classifier = await RunAsync(bundle, model => Build(model, bundle, texts, request, cancellationToken), cancellationToken);
        return await blobs.WriteContentAsync("classifiers", classifier.ToBytes(), ".bin", cancellationToken);
    }

    public Task<IReadOnlyList<TextInspection>> InspectAsync(ModelBundle bundle, IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        RunAsync<IReadOnlyList<TextInspection>>(bundle, model => [.. texts.Select(text => PromptCounting.Alone(model, text))], cancellationToken);

    public Task<IReadOnlyList<TextInspection>> InspectPromptsAsync(
        ModelBundle bundle, IReadOnlyList<string> texts, IReadOnlyList<string> templates, CancellationToken cancellationToken = default) =>
        RunAsync(bundle, model => PromptCounting.Longest(model, texts, templates, cancellationToken), cancellationToken);

    public async Task<SegmentedBlob> SegmentAsync(SegmentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var classifier = (await classifiers.GetAsync(request.Classifier, cancellationToken)).With(request.Abstention);
        var segmenter = await RunAsync(request.Bundle, model => model, cancellationToken);
        var input = await images.UploadedAsync(request.Image, request.Tiling, segmenter, cancellationToken);
        var (result, milliseconds) = await RunAsync(
            request.Bundle, model => Stopwatches.Timed(() => model.Segment([input], classifier, cancellationToken)[0]), cancellationToken);
        var mask = await Task.Run(() => ResultEncoder.EncodeMask(result.Labels, input.Width, input.Height, classifier.Classes), cancellationToken);
        await blobs.WriteAsync(request.Output, mask, cancellationToken: cancellationToken);
        return new(request.Output, input.Width, input.Height, milliseconds, LabelUncertainty.Of(result.Labels, result.Confidence));
    }

    public async Task<MeasuredImage> MeasureAsync(MeasureRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var classifier = (await classifiers.GetAsync(request.Classifier, cancellationToken)).With(request.Margins);
        var segmenter = await RunAsync(request.Bundle, model => model, cancellationToken);
        var (input, bytes) = await images.OfAsync(request.Dataset, request.Version, request.Index, segmenter, cancellationToken);
        var truth = await blobs.ReadAsync(request.Truth, cancellationToken) ?? throw new ImageRejectedException("not_found", $"The label map '{request.Truth}' is gone; review the image again.");
        var (result, milliseconds) = await RunAsync(
            request.Bundle, model => Stopwatches.Timed(() => model.Segment([input], classifier, cancellationToken)[0]), cancellationToken);
        var counts = await Task.Run(() => new ConfidenceMeasure(request.Classes, request.Background).Count(result, LabelMapPng.Decode(truth.Content, request.Truth)), cancellationToken);
        await blobs.WriteAsync(request.Output, counts.ToBytes(), cancellationToken: cancellationToken);
        return new(input.Width, input.Height, bytes, milliseconds);
    }

    public Task<ModelInstanceHealth> HealthAsync(CancellationToken cancellationToken = default) => Task.FromResult(Device.Health());

    public Task UnloadAsync(CancellationToken cancellationToken = default) => Device.RunInteractiveAsync(
        models =>
        {
            models.Clear();
            return true;
        },
        cancellationToken);

    private async Task<ClassifierRequest> RequestAsync(ClassifierTexts texts, CancellationToken cancellationToken)
    {
        var request = new ClassifierRequest(texts.Classes, texts.Templates);
        if (texts.Known is not { } known) return request;
        try
        {
            var earlier = await classifiers.GetAsync(known.Classifier, cancellationToken);
            return request with { KnownText = [.. known.Rows.Select(earlier.RowOf)], KnownSeenText = earlier.SeenText };
        }
        catch (Exception exception) when (exception is StorageException { Fault: StorageFault.Damaged } or InvalidDataException)
        {
            return request; // gone or damaged: everything is embedded
        }
    }

    /// <summary>Work on the device's thread with a model, which is loaded then.</summary>
    private async Task<T> RunAsync<T>(ModelBundle bundle, Func<ISegmenter, T> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var local = await bundles.LocalAsync(bundle, cancellationToken);
        return await Device.RunInteractiveAsync(models => work(models.Get(local)), cancellationToken);
    }

    // Also the classes whose rows are known: who published them before may have allowed what nobody allows now.
    private static Classifier Build(ISegmenter model, ModelBundle bundle, ClassifierTexts texts, ClassifierRequest request, CancellationToken cancellationToken)
    {
        if (!texts.Truncate) TextLengths.Require(bundle.Model, texts, PromptCounting.Longest(model, texts.Classes.SelectMany(one => one), texts.Templates, cancellationToken));
        return model.BuildClassifier(request, cancellationToken);
    }
}
