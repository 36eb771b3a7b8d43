using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Abstractions.Shards;

/// <summary>Which images a shard has.</summary>
/// <param name="Manifest">Blob with their manifest.</param>
/// <param name="FirstIndex">Index within the job of the first of them.</param>
/// <param name="Images">Their number.</param>
/// <param name="Retries">All retries of the job until now, in order; those that the shard has not met yet open its failed images again. Null = none.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.shard-opening")]
public sealed record ShardOpening(string Manifest, int FirstIndex, int Images, IReadOnlyList<RetryOrder>? Retries = null);
