using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Exports;
using AlignZeg.Datasets.Exports;
using AlignZeg.Server.Access;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Endpoints;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Exports;

/// <summary>Results in other formats: written in the background into an archive, followed by asking, had by a link.</summary>
internal static class ExportEndpoints
{
    private const int DefaultLimit = 20, MaxLimit = 100;

    public static void MapExports(this IEndpointRouteBuilder v1)
    {
        v1.MapPost("/jobs/{id}/exports", StartAsync).RequireAuthorization(AccessPolicies.Of(AccessScopes.Label))
            .WithSummary("Writes the results that a job has into a zip of another format: goes on in the background. The same id, or the same header Idempotency-Key, is the same export; one that failed is tried again.")
            .Example("""{"id": "monday", "format": "coco-panoptic", "strict": false}""").Produces<ExportView>(StatusCodes.Status202Accepted)
            .MayAnswer(ProblemTypes.InvalidName, ProblemTypes.InvalidExport, ProblemTypes.ExportConflict);
        v1.MapGet("/jobs/{id}/exports", ListAsync).WithSummary("The exports of a job, by id, without their reports.");
        v1.MapGet("/jobs/{id}/exports/{export}", async (ExportFiles files, TenantScope tenant, string id, string export, HttpRequest http, CancellationToken cancellationToken) =>
                await files.ShowAsync(KeyOf(tenant, id, export), await tenant.Export(KeyOf(tenant, id, export)).GetStatusAsync(cancellationToken), http, cancellationToken))
            .WithSummary("How an export is: phase and counts; at its end the report of what was lost, and a link to the archive that needs no key, for a while.").MayAnswer(ProblemTypes.ExportNotFound);
    }

    private static async Task<IResult> StartAsync(TenantScope tenant, string id, ExportBody body, HttpRequest http, ExportFiles files, CancellationToken cancellationToken)
    {
        var order = new ExportOrder(FormatOf(body.Format), body.Strict);
        string export = body.Id ?? IdempotentIds.Of(http, "export");
        var key = KeyOf(tenant, id, export);
        var status = await tenant.Export(key).StartAsync(order, cancellationToken);
        await files.AddAsync(key, cancellationToken);
        return TypedResults.Accepted($"/v1/jobs/{id}/exports/{export}", ExportView.Of(export, status));
    }

    private static async Task<ExportPage> ListAsync(TenantScope tenant, string id, ExportFiles files, string? after, int? limit, CancellationToken cancellationToken)
    {
        await tenant.Job(id).GetStatusAsync(cancellationToken); // a job that is not there has no list
        var page = await NamePage.OfAsync(files.ListAsync(tenant.Key(id), cancellationToken), after, Math.Clamp(limit ?? DefaultLimit, 1, MaxLimit));
        var exports = await Task.WhenAll(page.Names.Select(async export => ExportView.Of(export, await tenant.Export(KeyOf(tenant, id, export)).GetStatusAsync(cancellationToken))));
        return new(exports, page.Next);
    }

    private static string FormatOf(string name)
    {
        try
        {
            return ExportFormats.Find(name).Name;
        }
        catch (ExportException exception)
        {
            throw new ProblemException(ProblemTypes.InvalidExport, exception.Message);
        }
    }

    private static ExportKey KeyOf(TenantScope tenant, string id, string export) => new(tenant.Key(id), export);
}

/// <summary>What to export.</summary>
internal sealed record ExportBody(string Format, string? Id = null, bool Strict = false);

/// <summary>Exports, and where the next page begins.</summary>
/// <param name="Exports">By id.</param>
/// <param name="Next">For <c>after</c>; null = there are no more.</param>
internal sealed record ExportPage(IReadOnlyList<ExportView> Exports, string? Next);
