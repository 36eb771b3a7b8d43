namespace AlignZeg.Abstractions.Shards;

/// <summary>An image whose newest result is a failure.</summary>
/// <param name="Index">Index within the job.</param>
/// <param name="Image">Name within the dataset.</param>
/// <param name="Reason">A code, lower case with underscores.</param>
/// <param name="Message">One sentence; null if there is none.</param>
/// <param name="Attempt">Which try failed, from 1.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.image-failure")]
public sealed record ImageFailure(int Index, string Image, string Reason, string? Message, int Attempt);
