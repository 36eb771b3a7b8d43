using AlignZeg.Abstractions.Blobs;

namespace AlignZeg.Abstractions.Datasets;

/// <summary>A dataset: its immutable versions, each cut into shards. Key: <see cref="DatasetKey"/>.</summary>
[Alias("alignzeg.dataset")]
public interface IDatasetGrain : IGrainWithStringKey
{
    /// <summary>Makes the manifest durable as a new version; a manifest that is a version already is that version again.</summary>
    /// <param name="manifest">A blob with a <see cref="DatasetManifest"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidDatasetException">No images, a line that is none, or a name that occurs twice.</exception>
    [Alias("register"), ResponseTimeout("00:05:00")]
    Task<DatasetVersion> RegisterAsync(BlobRef manifest, CancellationToken cancellationToken = default);

    /// <summary>One version; 0 = the latest.</summary>
    /// <exception cref="DatasetVersionNotFoundException">There is none of that number.</exception>
    [Alias("get")]
    Task<DatasetVersion> GetAsync(int version = 0, CancellationToken cancellationToken = default);
}
