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
    private Task _saving = Task.CompletedTask;

    public Task<DatasetVersion> RegisterAsync(BlobRef manifest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return RegisterPartsAsync(new(manifest.Sha256, [manifest]), cancellationToken);
    }

    // Checked first and cut afterwards: shards are named by the manifest's hash, and what has that name must be that.
    public async Task<DatasetVersion> RegisterPartsAsync(ManifestParts manifest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (manifest.Parts.Count > ManifestParts.MostParts)
            throw new InvalidDatasetException($"The manifest has {manifest.Parts.Count} parts; write it in at most {ManifestParts.MostParts}.");
        if (dataset.State.Find(manifest.Sha256) is { } known) return known;
        var reader = new ManifestReader(manifest, blobs);
        var check = new ManifestCheck(reader);
        int images = await check.RunAsync(cancellationToken);
        var version = new DatasetVersion(dataset.State.Versions.Count + 1, manifest.Sha256, images, options.Value.ShardSize, check.HasMetadata);
        await DatasetShards.WriteAsync(DatasetKey.Parse(this.GetPrimaryKeyString()), version, reader, blobs, cancellationToken);
        dataset.State.Versions.Add(version);
        await (_saving = dataset.SaveAsync(this, cancellationToken));
        return version;
    }

    public async Task<DatasetVersion> GetAsync(int version = 0, CancellationToken cancellationToken = default)
    {
        await _saving; // it answers while another version is registered: only with what is durable
        return dataset.State.Get(this.GetPrimaryKeyString(), version);
    }
}
