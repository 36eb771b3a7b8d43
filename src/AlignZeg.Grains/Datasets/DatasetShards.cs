using System.Globalization;
using System.Runtime.CompilerServices;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Datasets;

/// <summary>How a manifest is cut into shards.</summary>
internal static class DatasetShards
{
    private const int Writers = 4;

    /// <summary>Blob name of the manifest of one shard.</summary>
    public static string NameOf(DatasetKey dataset, DatasetVersion version, int shard) => string.Create(
        CultureInfo.InvariantCulture, $"tenants/{dataset.Tenant}/datasets/{dataset.Name}/{version.Hash}-{version.ShardSize}/{shard:D6}.jsonl");

    /// <summary>Writes the manifest of every shard; few are in memory at a time. Those that are there already stay.</summary>
    public static Task WriteAsync(DatasetKey dataset, DatasetVersion version, ManifestReader manifest, IBlobStore blobs, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            CutAsync(version, manifest, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken },
            async (shard, token) => await blobs.WriteAsync(NameOf(dataset, version, shard.Number), DatasetManifest.Write(shard.Images), BlobCondition.IfAbsent, token));

    private static async IAsyncEnumerable<(int Number, List<DatasetImage> Images)> CutAsync(
        DatasetVersion version, ManifestReader manifest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int number = 0;
        var images = new List<DatasetImage>();
        await foreach (var image in manifest.ReadAsync(cancellationToken))
        {
            images.Add(image);
            if (images.Count < version.ImagesOf(number)) continue;
            yield return (number++, images);
            images = [];
        }
    }
}
