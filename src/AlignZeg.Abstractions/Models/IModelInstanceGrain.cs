using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Reviews;

namespace AlignZeg.Abstractions.Models;

/// <summary>A model on one device. Lives on the silo of its key, holds nothing durable. Key: <see cref="ModelInstanceKey"/>.</summary>
[Alias("alignzeg.model-instance")]
public interface IModelInstanceGrain : IGrainWithStringKey
{
    /// <summary>Loads the bundle onto the device; returns at once if it is there already.</summary>
    /// <exception cref="ModelUnavailableException">It does not load, or its files are not those of the hash.</exception>
    [Alias("load"), ResponseTimeout("00:05:00")]
    Task LoadAsync(ModelBundle bundle, CancellationToken cancellationToken = default);

    /// <summary>Computes a classifier and stores it; see <see cref="Vocabularies.IVocabularyGrain.GetClassifierAsync"/> for the cached way.</summary>
    /// <exception cref="ModelUnavailableException">The bundle does not load.</exception>
    /// <exception cref="Vocabularies.TextTooLongException">The model does not read a text to its end, and nobody said that it may be cut off.</exception>
    [Alias("build-classifier"), ResponseTimeout("00:10:00")]
    Task<BlobRef> BuildClassifierAsync(ModelBundle bundle, ClassifierTexts texts, CancellationToken cancellationToken = default);

    /// <summary>What the model's tokenizer makes of the texts, in their order.</summary>
    [Alias("inspect"), ResponseTimeout("00:01:00")]
    Task<IReadOnlyList<TextInspection>> InspectAsync(ModelBundle bundle, IReadOnlyList<string> texts, CancellationToken cancellationToken = default);

    /// <summary>The same for names in templates: each with its count in the template where it is longest. At most a few hundred at once; see <see cref="Vocabularies.TextLengths"/>.</summary>
    /// <param name="bundle">The model.</param> <param name="texts">Names.</param> <param name="templates">With <c>{}</c>; empty = the model's own.</param> <param name="cancellationToken">Ends the call.</param>
    [Alias("inspect-prompts"), ResponseTimeout("00:01:00")]
    Task<IReadOnlyList<TextInspection>> InspectPromptsAsync(
        ModelBundle bundle, IReadOnlyList<string> texts, IReadOnlyList<string> templates, CancellationToken cancellationToken = default);

    /// <summary>Segments one image before any bulk work that waits for the device.</summary>
    /// <exception cref="DeviceBusyException">Too many such calls wait already.</exception>
    /// <exception cref="ImageRejectedException">The image cannot be read.</exception>
    [Alias("segment"), ResponseTimeout("00:01:00")]
    Task<SegmentedBlob> SegmentAsync(SegmentRequest request, CancellationToken cancellationToken = default);

    /// <summary>Labels an image of a dataset without thresholds and counts, by confidence, where that is what a person said; as <see cref="SegmentAsync"/> before bulk work.</summary>
    /// <exception cref="DeviceBusyException">Too many such calls wait already.</exception>
    /// <exception cref="ImageRejectedException">The image cannot be read any more, or is of another size than its label map.</exception>
    [Alias("measure"), ResponseTimeout("00:01:00")]
    Task<MeasuredImage> MeasureAsync(MeasureRequest request, CancellationToken cancellationToken = default);

    /// <summary>How the device is; answers at once, also while it computes.</summary>
    [Alias("health"), ResponseTimeout("00:00:05")]
    Task<ModelInstanceHealth> HealthAsync(CancellationToken cancellationToken = default);

    /// <summary>Frees the model's memory on the device; the next use loads it again.</summary>
    [Alias("unload"), ResponseTimeout("00:01:00")]
    Task UnloadAsync(CancellationToken cancellationToken = default);
}
