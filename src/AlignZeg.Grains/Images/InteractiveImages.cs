using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Grains.Workers;
using AlignZeg.Model.Inference;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Images;

/// <summary>Single images that are asked for by themselves, made ready for a model.</summary>
internal sealed class InteractiveImages(IBlobStore blobs, ImageSources sources, ImagePreparation preparation)
{
    private const string Upload = "upload"; // what messages call an image that came without a name: where it is stored meanwhile says nothing to anybody

    /// <summary>An image that was stored for this, in tiles where it would be in a job. Its label map will be in memory as a whole, so that the limit is that of images that are.</summary>
    /// <exception cref="ImageRejectedException">It is not there, or cannot be read.</exception>
    public async Task<SegmenterInput> UploadedAsync(string blob, JobTiling? tiling, ISegmenter segmenter, CancellationToken cancellationToken)
    {
        var image = await blobs.ReadAsync(blob, cancellationToken) ?? throw new ImageRejectedException("not_found", $"There is no image '{blob}'; upload it first.");
        return await preparation.PrepareAsync(image.Content, Upload, segmenter, cancellationToken, TileRules.Of(tiling));
    }

    /// <summary>An image of a dataset, and the size of its file.</summary>
    /// <exception cref="ImageRejectedException">It is not there any more, or cannot be read.</exception>
    /// <exception cref="StorageException">The manifest of its shard is gone.</exception>
    public async Task<(SegmenterInput Input, long Bytes)> OfAsync(DatasetKey dataset, DatasetVersion version, int index, ISegmenter segmenter, CancellationToken cancellationToken)
    {
        var image = (await blobs.ReadShardAsync(dataset, version, index / version.ShardSize, cancellationToken)).ElementAt(index % version.ShardSize);
        var bytes = await sources.ReadAsync(image.Source, image.Name, cancellationToken);
        return (await preparation.PrepareAsync(bytes, image.Name, segmenter, cancellationToken), bytes.LongLength);
    }
}
