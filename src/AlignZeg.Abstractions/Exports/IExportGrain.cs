using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Abstractions.Exports;

/// <summary>Makes an archive of a job's results in another format, in the tenant's storage. Key: <see cref="ExportKey"/>.</summary>
[Alias("alignzeg.export")]
public interface IExportGrain : IGrainWithStringKey
{
    /// <summary>Makes the order durable and begins. The same order again is the same export: a failed one is tried again, any other stays as it is.</summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="ExportConflictException">The export holds another order.</exception>
    [Alias("start")]
    Task<ExportStatus> StartAsync(ExportOrder order, CancellationToken cancellationToken = default);

    /// <summary>How it is.</summary>
    /// <exception cref="ExportNotFoundException">It was never started.</exception>
    [Alias("status")]
    Task<ExportStatus> GetStatusAsync(CancellationToken cancellationToken = default);
}
