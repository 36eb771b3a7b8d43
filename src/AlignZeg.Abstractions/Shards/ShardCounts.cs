using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Abstractions.Shards;

/// <summary>Images of a shard by what became of them.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Ok">Labelled.</param>
/// <param name="Failed">Whose newest record is <c>failed</c>, unless it is to be tried again.</param>
/// <param name="Leased">In the hands of workers.</param>
/// <param name="Recomputed">Computed more than once, as far as this activation saw.</param>
/// <param name="FailuresByReason">Failed images per reason code.</param>
/// <param name="LastProgressAt">When the newest result became durable in this activation; null if none did.</param>
/// <param name="Usage">What its results have used, superseded ones too; the same after a restart.</param>
/// <param name="Retries">Number of the newest retry that it knows; what it said before that is out of date.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.shard-counts")]
public sealed record ShardCounts(
    int Total, int Ok, int Failed, int Leased, int Recomputed, IReadOnlyDictionary<string, int> FailuresByReason, DateTimeOffset? LastProgressAt,
    LabellingUsage Usage, int Retries = 0)
{
    /// <summary>True if every image has a result.</summary>
    public bool IsDone() => Ok + Failed == Total;
}
