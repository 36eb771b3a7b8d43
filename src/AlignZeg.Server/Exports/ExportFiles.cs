using System.Runtime.CompilerServices;
using AlignZeg.Abstractions.Exports;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Datasets.Exports;
using AlignZeg.Server.Links;
using AlignZeg.Storage.Blobs;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Exports;

/// <summary>What exports have in the storage: a mark each for the list, a report and an archive.</summary>
internal sealed class ExportFiles(IBlobStore blobs, LinkSigner signer)
{
    /// <summary>Puts an export on the list of its job; before the caller hears of it.</summary>
    public Task AddAsync(ExportKey export, CancellationToken cancellationToken) => blobs.WriteAsync(ExportBlobNames.ListedAs(export), "listed\n"u8.ToArray(), BlobCondition.IfAbsent, cancellationToken);

    /// <summary>Names of a job's exports, in ordinal order.</summary>
    public async IAsyncEnumerable<string> ListAsync(JobKey job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal); // a slash does not sort as an end does
        await foreach (string blob in blobs.ListAsync(ExportBlobNames.Prefix(job), cancellationToken))
            if (ExportBlobNames.ExportOf(job, blob) is { } name) names.Add(name);
        foreach (string name in names) yield return name;
    }

    /// <summary>An export with its report and a link, as far as there are any.</summary>
    public async Task<ExportView> ShowAsync(ExportKey export, ExportStatus status, HttpRequest http, CancellationToken cancellationToken)
    {
        var view = ExportView.Of(export.Export, status);
        if (status.Phase == ExportPhase.Running) return view;
        var report = await blobs.ReadAsync(ExportBlobNames.Report(export), cancellationToken);
        var link = view.Archive is null ? null : await signer.SignAsync(ExportBlobNames.Archive(export), cancellationToken);
        return view with
        {
            Report = report is null ? null : ExportReport.FromJson(report.Content),
            Archive = link is null ? null : view.Archive! with { Url = $"{http.Scheme}://{http.Host}{link.Path}", ExpiresAt = link.ExpiresAt },
        };
    }
}
