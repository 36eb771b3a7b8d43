namespace AlignZeg.Abstractions.Shards;

/// <summary>Which images a shard has.</summary>
/// <param name="Manifest">Blob with their manifest.</param>
/// <param name="FirstIndex">Index within the job of the first of them.</param>
/// <param name="Images">Their number.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.shard-opening")]
public sealed record ShardOpening(string Manifest, int FirstIndex, int Images);
