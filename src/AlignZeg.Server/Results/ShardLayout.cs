namespace AlignZeg.Server.Results;

/// <summary>How the images of a job are cut into shards; fixed by its dataset version.</summary>
/// <param name="Images">All of them.</param>
/// <param name="ShardSize">Images per shard; the last one may have fewer.</param>
internal sealed record ShardLayout(int Images, int ShardSize)
{
    public int Count => (Images + ShardSize - 1) / ShardSize;

    public int ImagesOf(int shard) => Math.Min(ShardSize, Images - shard * ShardSize);
}
