using System.Runtime.CompilerServices;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Exports;

/// <summary>Results of jobs in other formats, which the server writes into archives.</summary>
public sealed class ExportClient
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);
    private readonly ApiTransport _transport;

    internal ExportClient(ApiTransport transport) => _transport = transport;

    /// <summary>Lets the server write the results that a job has. Safe to repeat; an export that failed is tried again.</summary>
    public Task<JobExport> StartAsync(string job, ExportOrder order, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        var named = order with { Id = order.Id ?? $"export-{Guid.CreateVersion7(_transport.Time.GetUtcNow()):N}" };
        return _transport.SendAsync(ApiCall.Post(ApiPath.Of("jobs", job, "exports"), JsonBody.Of(named, ClientJson.Default.ExportOrder)) with { Repeatable = true }, ClientJson.Default.JobExport, cancellationToken);
    }

    /// <summary>How an export is; at its end with its report, and a link to its archive.</summary>
    public Task<JobExport> GetAsync(string job, string export, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Of("jobs", job, "exports", export), ClientJson.Default.JobExport, cancellationToken);

    /// <summary>How an export is, every second until its end.</summary>
    public async IAsyncEnumerable<JobExport> WatchAsync(string job, string export, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (; ; )
        {
            var state = await GetAsync(job, export, cancellationToken);
            yield return state;
            if (state.Phase is ExportPhase.Completed or ExportPhase.Failed) yield break;
            await Task.Delay(PollEvery, _transport.Time, cancellationToken);
        }
    }

    /// <summary>All exports of a job, by id, without reports and links.</summary>
    public IAsyncEnumerable<JobExport> ListAsync(string job, CancellationToken cancellationToken = default) => Pages.AllAsync(
        (string? after, CancellationToken token) => _transport.GetAsync(ApiPath.Of("jobs", job, "exports").With(("after", after)), ClientJson.Default.ExportPage, token),
        page => page.Exports, page => page.Next, cancellationToken);

    /// <summary>
    /// Writes the archive of a completed export somewhere, and checks that it came whole. After a connection that broke it goes on where it was if what has the archive can do that, and
    /// from the beginning otherwise; it gives up where nothing more comes for <see cref="AlignZegClientOptions.LongestOutage"/>.
    /// </summary>
    /// <param name="job">The job.</param> <param name="export">Of it.</param> <param name="destination">Where to, from its present position on; it has to be able to seek. If this fails, a part may be there.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <exception cref="AlignZegApiException">The export is not completed, or what came is not the archive.</exception>
    public Task DownloadAsync(string job, string export, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return new ArchiveDownload(_transport, token => GetAsync(job, export, token), destination).RunAsync(cancellationToken);
    }
}
