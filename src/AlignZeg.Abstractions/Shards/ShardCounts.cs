using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Abstractions.Shards;

/// <summary>Images of a shard by what became of them.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Ok">Labelled.</param>
/// <param name="Failed">With a <c>failed</c> record.</param>
/// <param name="Leased">In the hands of workers.</param>
/// <param name="Recomputed">Computed more than once, as far as this activation saw.</param>
/// <param name="FailuresByReason">Failed images per reason code.</param>
/// <param name="LastProgressAt">When the newest result became durable in this activation; null if none did.</param>
/// <param name="Usage">What its results have used; the same after a restart.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.shard-counts")]
public sealed record ShardCounts(
    int Total, int Ok, int Failed, int Leased, int Recomputed, IReadOnlyDictionary<string, int> FailuresByReason, DateTimeOffset? LastProgressAt,
    LabellingUsage Usage)
{
    /// <summary>True if every image has a result.</summary>
    public bool IsDone() => Ok + Failed == Total;
}
