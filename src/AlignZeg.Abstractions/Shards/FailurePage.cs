namespace AlignZeg.Abstractions.Shards;

/// <summary>A page of the failed images of a shard.</summary>
/// <param name="Failures">In the order in which they failed; may be none although more follow.</param>
/// <param name="Next">The cursor of the next page.</param>
/// <param name="End">True if no later page has any, as of now.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.failure-page")]
public sealed record FailurePage(IReadOnlyList<ImageFailure> Failures, long Next, bool End);
