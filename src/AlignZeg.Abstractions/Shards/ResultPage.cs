namespace AlignZeg.Abstractions.Shards;

/// <summary>A page of result records.</summary>
/// <param name="Lines">One record each, see <see cref="ResultRecord"/>.</param>
/// <param name="Next">The cursor of the next page.</param>
/// <param name="End">True if the shard is done and this page ends with its last record. If failed images are tried again later, the next cursor leads to their new records.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.result-page")]
public sealed record ResultPage(IReadOnlyList<string> Lines, long Next, bool End);
