using AlignZeg.Abstractions.Shards;
using AlignZeg.Server.Access;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Hosting;
using AlignZeg.Server.Limits;
using AlignZeg.Server.Links;
using AlignZeg.Server.Problems;
using AlignZeg.Server.Results;
using AlignZeg.Storage.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Endpoints;

/// <summary>Results by cursor: pages of NDJSON, or a stream of events; and links to what the records name.</summary>
internal static class ResultEndpoints
{
    private const int DefaultLimit = 1_000, MaxLimit = 10_000, LongestWait = 60;

    public static void MapResults(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/jobs/{id}/results", ReadAsync)
            .WithSummary("Results from a cursor on: a page of JSON Lines (X-Next-Cursor, X-End; waits up to so many seconds), or a stream of events for Accept: text/event-stream. Filters: class, status, min_confidence (of a named class, or the mean over the image's labelled pixels); a filtered page may be empty before the end. Each result has the metadata that the dataset has of its image.")
            .Produces<string>(StatusCodes.Status200OK, "application/x-ndjson", EventWriter.MediaType).Produces(StatusCodes.Status204NoContent).MayAnswer(ProblemTypes.VocabularyNotFound);
        v1.MapGet("/jobs/{id}/results/{index}", async (TenantScope tenant, string id, int index, IBlobStore blobs, CancellationToken cancellationToken) =>
            await (await NewestResult.FindAsync(tenant, id, index, cancellationToken)).ToWholeAsync(blobs, cancellationToken))
            .WithSummary("The newest result of one image, by its index within the job.").MayAnswer(ProblemTypes.ImageNotFound);
        v1.MapGet("/jobs/{id}/classes", (TenantScope tenant, string id, ClassTotals totals, CancellationToken cancellationToken) => totals.ReadAsync(tenant, id, cancellationToken))
            .WithSummary("Images, pixels and mean confidence per class over all results; while the job runs, over those there are.");
        v1.MapGet("/jobs/{id}/events", FollowAsync)
            .WithSummary("The job as a stream of events: progress at each change, at most twice a second, and end with its last state.")
            .Produces<string>(StatusCodes.Status200OK, EventWriter.MediaType).Produces(StatusCodes.Status204NoContent);
        v1.MapGet("/jobs/{id}/links/{**output}", LinkAsync).WithSummary("A link to a mask, confidence map or overlay that needs no key, for a while.").Produces<LinkView>().MayAnswer(ProblemTypes.FileNotFound);
    }

    private static async Task ReadAsync(
        TenantScope tenant, string id, [AsParameters] ResultQuery query, HttpContext http, StreamRoom streams, IBlobStore blobs, TimeProvider time, string? after = null, int limit = DefaultLimit, int wait = 0)
    {
        using var ending = Ending(http);
        var filter = await query.ResolveAsync(tenant, id, ending.Token);
        var reader = await ResultReader.OpenAsync(tenant, id, time, ending.Token);
        var metadata = reader.Metadata(blobs);
        bool events = http.Request.Headers.Accept.ToString().Contains(EventWriter.MediaType, StringComparison.OrdinalIgnoreCase);
        string last = LastEventId(http);
        var cursor = reader.Locate(events && last.Length > 0 ? last : after);
        if (!events) await WritePageAsync(http, new(reader, filter, time), metadata, cursor, Math.Clamp(limit, 1, MaxLimit), TimeSpan.FromSeconds(Math.Clamp(wait, 0, LongestWait)), $"&limit={limit}{query.ToAddress()}", ending.Token);
        else if (last.Length > 0 && cursor.IsWhole && await reader.IsOverAsync(cursor, ending.Token)) NothingMore(http);
        else await StreamAsync(streams, tenant, () => new EventStream(WriterOf(http, tenant, time), reader, filter, metadata).SendAsync(cursor, ending.Token), ending.Token);
    }

    private static async Task FollowAsync(TenantScope tenant, string id, HttpContext http, StreamRoom streams, TimeProvider time)
    {
        using var ending = Ending(http);
        var status = await tenant.Job(id).GetStatusAsync(ending.Token);
        if (LastEventId(http) == ProgressStream.LastId && ProgressStream.IsOver(status)) NothingMore(http);
        else await StreamAsync(streams, tenant, () => new ProgressStream(WriterOf(http, tenant, time), tenant, id, time).SendAsync(status, ending.Token), ending.Token);
    }

    // A draining silo lets consumers go elsewhere.
    private static CancellationTokenSource Ending(HttpContext http) =>
        CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);

    private static EventWriter WriterOf(HttpContext http, TenantScope tenant, TimeProvider time) =>
        new(http.Response, tenant, http.RequestServices.GetRequiredService<IOptions<HttpOptions>>().Value.HeartbeatEvery, time);

    private static string LastEventId(HttpContext http) => http.Request.Headers["Last-Event-ID"].ToString();

    // Tells an EventSource to stop coming back.
    private static void NothingMore(HttpContext http) => http.Response.StatusCode = StatusCodes.Status204NoContent;

    private static async Task StreamAsync(StreamRoom streams, TenantScope tenant, Func<Task> sendAsync, CancellationToken cancellationToken)
    {
        using var place = streams.Enter(tenant.Tenant);
        try
        {
            await sendAsync();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The consumer is gone, or the silo drains: the stream goes on elsewhere.
        }
    }

    private static async Task WritePageAsync(HttpContext http, FilteredReader reader, StoredMetadata metadata, ResultCursor cursor, int limit, TimeSpan wait, string again, CancellationToken cancellationToken)
    {
        var found = await reader.NextAsync(cursor, limit, wait, cancellationToken);
        http.Response.ContentType = "application/x-ndjson";
        http.Response.Headers["X-Next-Cursor"] = cursor.ToString();
        http.Response.Headers["X-End"] = found.End ? "true" : "false";
        if (!found.End) http.Response.Headers.Link = $"<{http.Request.Path}?after={cursor}{again}>; rel=\"next\"";
        foreach (string line in found.Lines) await http.Response.WriteAsync(await metadata.AddToAsync(line, cancellationToken) + "\n", cancellationToken);
    }

    private static async Task<IResult> LinkAsync(
        TenantScope tenant, string id, string output, HttpRequest http, IBlobStore blobs, LinkSigner signer, CancellationToken cancellationToken)
    {
        string name = JobBlobNames.Prefix(tenant.Key(id)) + await JobFiles.FindAsync(tenant, id, WrittenPath.Of(http, output), blobs, cancellationToken);
        var link = await signer.SignAsync(name, cancellationToken);
        return TypedResults.Ok(new LinkView($"{http.Scheme}://{http.Host}{link.Path}", link.ExpiresAt));
    }
}

/// <summary>Where a file can be had without a key, for a while.</summary>
internal sealed record LinkView(string Url, DateTimeOffset ExpiresAt);
