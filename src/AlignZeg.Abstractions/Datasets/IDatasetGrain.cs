using AlignZeg.Abstractions.Blobs;
using Orleans.Concurrency;

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

    /// <summary>As <see cref="RegisterAsync"/>, for a manifest in parts: the version is the same as if it were one blob. A part is in memory at a time.</summary>
    /// <param name="manifest">The parts.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="InvalidDatasetException">As there; or too many parts, a part cut within a line, or parts that are not those of the hash.</exception>
    /// <exception cref="StorageException">A part is gone or damaged.</exception>
    [Alias("register-parts"), ResponseTimeout("00:30:00")]
    Task<DatasetVersion> RegisterPartsAsync(ManifestParts manifest, CancellationToken cancellationToken = default);

    /// <summary>One version; 0 = the latest. Answers while another version is being registered.</summary>
    /// <exception cref="DatasetVersionNotFoundException">There is none of that number.</exception>
    [Alias("get"), AlwaysInterleave]
    Task<DatasetVersion> GetAsync(int version = 0, CancellationToken cancellationToken = default);
}
