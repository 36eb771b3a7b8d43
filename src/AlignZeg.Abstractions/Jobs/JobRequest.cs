using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;

namespace AlignZeg.Abstractions.Jobs;

/// <summary>What a job shall do, with exact versions: the same request gives the same bytes.</summary>
/// <param name="Dataset">The images.</param>
/// <param name="DatasetVersion">Version of the dataset, from 1.</param>
/// <param name="Vocabulary">The classes.</param>
/// <param name="VocabularyVersion">Version of the vocabulary, from 1.</param>
/// <param name="Model">The model, exactly.</param>
/// <param name="Outputs">What is written per image beside the label map.</param>
/// <param name="Terms">How it shall be run, which may change while it runs; null = <see cref="JobTerms.Default"/>.</param>
/// <param name="Tiling">How pictures that are too large are cut; null = every picture is read whole.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-request")]
public sealed record JobRequest(
    DatasetKey Dataset, int DatasetVersion, VocabularyKey Vocabulary, int VocabularyVersion, ModelBundle Model, JobOutputs Outputs, JobTerms? Terms = null,
    JobTiling? Tiling = null);

/// <summary>What is written per image beside the label map.</summary>
/// <param name="Confidence">A PNG with the confidence per pixel, 0..255.</param>
/// <param name="Overlay">A JPEG with the classes painted over the image.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-outputs")]
public sealed record JobOutputs(bool Confidence = false, bool Overlay = false);
