using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Grains.Devices;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.GrainState;
using Microsoft.Extensions.Options;

namespace AlignZeg.Grains.Datasets;

[PrefersNoDevices]
internal sealed class DatasetGrain(
    [PersistentState("dataset", GrainStorageNames.Datasets)] IPersistentState<DatasetState> dataset, IBlobStore blobs, IOptions<DatasetOptions> options)
    : Grain, IDatasetGrain
{
    public async Task<DatasetVersion> RegisterAsync(BlobRef manifest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (dataset.State.Find(manifest.Sha256) is { } known) return known;
        var images = DatasetShards.Check([.. DatasetManifest.Read(await blobs.ReadContentAsync(manifest, cancellationToken))]);
        var version = new DatasetVersion(dataset.State.Versions.Count + 1, manifest.Sha256, images.Count, options.Value.ShardSize);
        for (int shard = 0; shard < version.Shards(); shard++) await WriteShardAsync(version, shard, images, cancellationToken);
        dataset.State.Versions.Add(version);
        await dataset.SaveAsync(this, cancellationToken);
        return version;
    }

    public Task<DatasetVersion> GetAsync(int version = 0, CancellationToken cancellationToken = default) =>
        Task.FromResult(dataset.State.Get(this.GetPrimaryKeyString(), version));

    private Task<string?> WriteShardAsync(DatasetVersion version, int shard, IReadOnlyList<DatasetImage> images, CancellationToken cancellationToken)
    {
        string name = DatasetShards.NameOf(DatasetKey.Parse(this.GetPrimaryKeyString()), version, shard);
        var content = DatasetManifest.Write(images.Skip(shard * version.ShardSize).Take(version.ShardSize));
        return blobs.WriteAsync(name, content, BlobCondition.IfAbsent, cancellationToken);
    }
}
