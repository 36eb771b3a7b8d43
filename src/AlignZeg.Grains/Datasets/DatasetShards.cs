using System.Globalization;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Datasets;

/// <summary>How a manifest is cut into shards.</summary>
internal static class DatasetShards
{
    /// <summary>Blob name of the manifest of one shard.</summary>
    public static string NameOf(DatasetKey dataset, DatasetVersion version, int shard) => string.Create(
        CultureInfo.InvariantCulture, $"tenants/{dataset.Tenant}/datasets/{dataset.Name}/{version.Hash}-{version.ShardSize}/{shard:D6}.jsonl");

    /// <summary>Writes the manifest of every shard; one is in memory at a time. Those that are there already stay.</summary>
    public static async Task WriteAsync(DatasetKey dataset, DatasetVersion version, ManifestReader manifest, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var images = new List<DatasetImage>();
        int shard = 0;
        await foreach (var image in manifest.ReadAsync(cancellationToken))
        {
            images.Add(image);
            if (images.Count < version.ImagesOf(shard)) continue;
            await blobs.WriteAsync(NameOf(dataset, version, shard++), DatasetManifest.Write(images), BlobCondition.IfAbsent, cancellationToken);
            images.Clear();
        }
    }
}
