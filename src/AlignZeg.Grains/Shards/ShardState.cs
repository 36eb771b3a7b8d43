using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Grains.Shards;

/// <summary>What a shard must not forget beside its log: which images it has.</summary>
internal sealed class ShardState
{
    /// <summary>Null until it is opened for the first time.</summary>
    public ShardOpening? Opening { get; set; }
}
