using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Datasets;

/// <summary>How a manifest is cut into shards.</summary>
internal static class DatasetShards
{
    private const int Writers = 4;

    /// <summary>Writes the manifest of every shard, and the metadata of its images beside it; few are in memory at a time. Those that are there already stay.</summary>
    public static Task WriteAsync(DatasetKey dataset, DatasetVersion version, ManifestReader manifest, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var rooms = new ConcurrentBag<MemoryStream>(); // as many as writers: a large array for each shard would wait long for the collector
        return Parallel.ForEachAsync(
            CutAsync(version, manifest, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken },
            async (shard, token) =>
            {
                if (shard.Images.Exists(image => image.Metadata is not null))
                    await blobs.WriteAsync(DatasetBlobNames.MetadataOf(dataset, version, shard.Number), DatasetMetadata.Write(shard.Images.Select(image => image.Metadata)), BlobCondition.IfAbsent, token);
                if (!rooms.TryTake(out var room)) room = new();
                room.SetLength(0);
                DatasetManifest.Write(shard.Images.Select(image => image with { Metadata = null }), room);
                await blobs.WriteAsync(DatasetBlobNames.ShardOf(dataset, version, shard.Number), room.GetBuffer().AsMemory(0, (int)room.Length), BlobCondition.IfAbsent, token);
                rooms.Add(room);
            });
    }

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
