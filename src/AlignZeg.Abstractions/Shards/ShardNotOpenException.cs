namespace AlignZeg.Abstractions.Shards;

/// <summary>The shard was never opened by its job.</summary>
[GenerateSerializer, Alias("alignzeg.shard-not-open")]
public sealed class ShardNotOpenException : Exception
{
    /// <summary>Names the shard.</summary>
    public ShardNotOpenException(string shard) : base($"The shard '{shard}' is not open; start its job.")
    {
    }
}
