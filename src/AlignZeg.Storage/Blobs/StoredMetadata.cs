using AlignZeg.Abstractions.Datasets;

namespace AlignZeg.Storage.Blobs;

/// <summary>The metadata of the images of a version, image by image. Holds that of one shard at a time; reads nothing if the version has none. For one reader.</summary>
/// <param name="dataset">Whose version it is.</param> <param name="version">The version.</param> <param name="blobs">The storage.</param>
public sealed class StoredMetadata(DatasetKey dataset, DatasetVersion version, IBlobStore blobs)
{
    private byte[] _content = []; // bytes, not texts: many readers may be at work
    private IReadOnlyList<Range> _lines = [];
    private int _shard = -1;

    /// <summary>Whether there is nothing to read.</summary>
    public bool IsEmpty => !version.HasMetadata;

    /// <summary>What the dataset says about an image: a JSON object, see <see cref="DatasetMetadata"/>; null = nothing.</summary>
    /// <param name="index">Of the image within the version, from 0: that within a job.</param> <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<string?> OfAsync(int index, CancellationToken cancellationToken)
    {
        if (IsEmpty) return null;
        var (shard, position) = Math.DivRem(index, version.ShardSize);
        if (shard != _shard) await ReadAsync(shard, cancellationToken);
        return position < _lines.Count ? DatasetMetadata.Read(_content.AsSpan(_lines[position])) : null;
    }

    // No blob: no image of the shard has some.
    private async Task ReadAsync(int shard, CancellationToken cancellationToken)
    {
        var blob = await blobs.ReadAsync(DatasetBlobNames.MetadataOf(dataset, version, shard), cancellationToken);
        _content = blob?.Content ?? [];
        (_lines, _shard) = (DatasetMetadata.Lines(_content), shard);
    }
}
