using System.Text.Json.Serialization;

namespace AlignZeg.Abstractions.Datasets;

/// <summary>One image of a dataset, by reference.</summary>
/// <param name="Name">Path relative to the dataset with <c>/</c>, as a person knows it; unique within the dataset.</param>
/// <param name="Stem">What its outputs are named after: a relative path that every store can hold; unique within the dataset, whatever the case.</param>
/// <param name="Source">Where the bytes are: an absolute <c>file:</c> URI.</param>
/// <param name="Bytes">Size of the encoded image, if known.</param>
/// <param name="Metadata">What else is said about it: a JSON object, see <see cref="DatasetMetadata"/>; null = nothing, or it was read from a shard, which has none.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.dataset-image")]
public sealed record DatasetImage(string Name, string Stem, string Source, long? Bytes = null, [property: JsonConverter(typeof(RawJsonConverter))] string? Metadata = null);
