using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Abstractions.Jobs;

/// <summary>A page of the failed images of a job.</summary>
/// <param name="Failures">By shard, in the order in which they failed; may be none although more follow.</param>
/// <param name="Next">The cursor of the next page; null after the last.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-failures")]
public sealed record JobFailures(IReadOnlyList<ImageFailure> Failures, FailureCursor? Next);
