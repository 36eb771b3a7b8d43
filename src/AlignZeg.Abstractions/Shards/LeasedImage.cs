namespace AlignZeg.Abstractions.Shards;

/// <summary>One image of a lease.</summary>
/// <param name="Index">Index within the job.</param>
/// <param name="Name">As in the manifest.</param>
/// <param name="Stem">What its output blobs are named after; unique within the dataset.</param>
/// <param name="Source">Where the bytes are.</param>
/// <param name="Attempt">Which try it is, from 1.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.leased-image")]
public sealed record LeasedImage(int Index, string Name, string Stem, string Source, int Attempt = 1);
