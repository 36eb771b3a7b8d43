using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Vocabularies;

namespace AlignZeg.Abstractions.Models;

/// <summary>One image to segment by itself.</summary>
/// <param name="Bundle">The model.</param>
/// <param name="Classifier">From <see cref="IVocabularyGrain.GetClassifierAsync"/>.</param>
/// <param name="Image">Blob name of the encoded image.</param>
/// <param name="Output">Blob name under which the label map is written.</param>
/// <param name="Abstention">Which pixels get no class at all; null = every pixel gets its best.</param>
/// <param name="Tiling">How an image that is too large to be read whole is cut; null = every image is read whole.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.segment-request")]
public sealed record SegmentRequest(ModelBundle Bundle, BlobRef Classifier, string Image, string Output, AbstentionRule? Abstention = null, JobTiling? Tiling = null);
