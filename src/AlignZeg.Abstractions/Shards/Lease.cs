namespace AlignZeg.Abstractions.Shards;

/// <summary>Images in the hands of one worker, for a time.</summary>
/// <param name="Id">Names the lease in later calls.</param>
/// <param name="Images">What to label.</param>
/// <param name="Duration">How long it holds unless renewed.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.lease")]
public sealed record Lease(Guid Id, IReadOnlyList<LeasedImage> Images, TimeSpan Duration);
