namespace AlignZeg.Abstractions.Datasets;

/// <summary>Copies the images of a container into the tenant's storage and makes a version of a dataset of them. Key: <see cref="ImportKey"/>.</summary>
[Alias("alignzeg.import")]
public interface IImportGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes the request durable and begins. The same request again is the same import: a running one goes on with the newer signature, a failed one goes on where it was, a
    /// completed one stays as it is.
    /// </summary>
    /// <exception cref="ImportConflictException">The import holds another request.</exception>
    [Alias("start")]
    Task<ImportStatus> StartAsync(ImportRequest request, CancellationToken cancellationToken = default);

    /// <summary>How it is.</summary>
    /// <exception cref="ImportNotFoundException">It was never started.</exception>
    [Alias("status")]
    Task<ImportStatus> GetStatusAsync(CancellationToken cancellationToken = default);
}
