using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;

namespace AlignZeg.Storage.Blobs;

/// <summary>Manifests of datasets in the storage.</summary>
public static class ManifestBlobExtensions
{
    /// <summary>The images of one shard of a version, in their order.</summary>
    /// <param name="blobs">The storage.</param> <param name="dataset">Whose version it is.</param> <param name="version">The version.</param> <param name="shard">Number of the shard, from 0.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StorageException">The manifest is gone.</exception>
    public static async Task<IEnumerable<DatasetImage>> ReadShardAsync(this IBlobStore blobs, DatasetKey dataset, DatasetVersion version, int shard, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        string manifest = DatasetBlobNames.ShardOf(dataset, version, shard);
        var blob = await blobs.ReadAsync(manifest, cancellationToken) ?? throw new StorageException($"The blob '{manifest}' is gone; register the dataset again.", StorageFault.Damaged);
        return DatasetManifest.Read(blob.Content);
    }

    /// <summary>Writes the manifest of a version to be, part by part; each is named by what is in it.</summary>
    /// <param name="blobs">The storage.</param> <param name="dataset">Whose version it will be.</param> <param name="images">Its images, in order; gone through once.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static Task<ManifestParts> WriteManifestAsync(this IBlobStore blobs, DatasetKey dataset, IEnumerable<DatasetImage> images, CancellationToken cancellationToken) =>
        ManifestParts.WriteAsync(images, (_, part) => blobs.WriteContentAsync(DatasetBlobNames.ManifestsOf(dataset), part, ".jsonl", cancellationToken));
}
