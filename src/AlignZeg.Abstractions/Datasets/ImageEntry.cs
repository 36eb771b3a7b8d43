namespace AlignZeg.Abstractions.Datasets;

/// <summary>One image of a dataset, by reference.</summary>
/// <param name="Name">Path relative to the dataset with <c>/</c>, as a person knows it; unique within the dataset.</param>
/// <param name="Source">Where the bytes are: an absolute <c>file:</c> URI.</param>
/// <param name="Bytes">Size of the encoded image, if known.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.image-entry")]
public sealed record ImageEntry(string Name, string Source, long? Bytes = null);
