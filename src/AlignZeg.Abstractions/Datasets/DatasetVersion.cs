namespace AlignZeg.Abstractions.Datasets;

/// <summary>A registered, immutable version of a dataset.</summary>
/// <param name="Number">1, 2, 3 … in the order of registration.</param>
/// <param name="Hash">SHA-256 of the manifest, lower-case hex.</param>
/// <param name="Images">Number of images.</param>
/// <param name="ShardSize">Images per shard; the last one may have fewer.</param>
/// <param name="HasMetadata">Whether an image of it has metadata; false for versions from before there was any.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.dataset-version")]
public sealed record DatasetVersion(int Number, string Hash, int Images, int ShardSize, bool HasMetadata = false)
{
    /// <summary>Number of shards.</summary>
    public int Shards() => (Images + ShardSize - 1) / ShardSize;

    /// <summary>Number of images of one shard.</summary>
    public int ImagesOf(int shard) => Math.Min(ShardSize, Images - shard * ShardSize);
}
