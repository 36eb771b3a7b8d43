using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;

namespace AlignZeg.Abstractions.Reviews;

/// <summary>An image of a dataset to be labelled without thresholds and compared with what a person said of it.</summary>
/// <param name="Bundle">The model.</param>
/// <param name="Classifier">From <see cref="IVocabularyGrain.GetClassifierAsync"/>.</param>
/// <param name="Dataset">Where the image is.</param>
/// <param name="Version">Which version of it.</param>
/// <param name="Index">Of the image within the dataset.</param>
/// <param name="Truth">Blob name of the label map as it should be, in ids of the vocabulary.</param>
/// <param name="Classes">Number of classes of the vocabulary, background included.</param>
/// <param name="Background">The id of its background; null = it has none, and pixels that no class claims are given nothing.</param>
/// <param name="Margins">A rule that has no thresholds; null = none at all.</param>
/// <param name="Output">Blob name under which the <see cref="ConfidenceCounts"/> are written: they can be larger than a message should be.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.measure-request")]
public sealed record MeasureRequest(
    ModelBundle Bundle, BlobRef Classifier, DatasetKey Dataset, DatasetVersion Version, int Index, string Truth, int Classes, int? Background, AbstentionRule? Margins, string Output);

/// <summary>What the measurement of an image took.</summary>
/// <param name="Width">Of the image, in pixels.</param>
/// <param name="Height">Of the image, in pixels.</param>
/// <param name="Bytes">Of the encoded image.</param>
/// <param name="DeviceMilliseconds">Time on the device.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.measured-image")]
public sealed record MeasuredImage(int Width, int Height, long Bytes, double DeviceMilliseconds);
