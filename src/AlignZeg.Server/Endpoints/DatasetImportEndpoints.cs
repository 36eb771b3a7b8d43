using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Server.Access;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Ingest;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Endpoints;

/// <summary>Datasets from containers of Azure Blob Storage: copied in the background, followed by asking.</summary>
internal static class DatasetImportEndpoints
{
    public static void MapImports(this IEndpointRouteBuilder v1)
    {
        v1.MapPost("/datasets/{name}/imports", StartAsync).RequireAuthorization(AccessPolicies.Of(AccessScopes.Label))
            .WithSummary("Copies the images of a container, by prefix, and makes a version of them: goes on in the background. The same id, or the same header Idempotency-Key, is the same import.")
            .Example("""{"id": "monday", "container": "https://photos.blob.core.windows.net/animals?sv=…&sp=rl&sig=…", "prefix": "2026/"}""").Produces<ImportView>(StatusCodes.Status202Accepted)
            .MayAnswer(ProblemTypes.InvalidName, ProblemTypes.InvalidImport, ProblemTypes.ImportConflict);
        v1.MapGet("/datasets/{name}/imports/{id}", async (TenantScope tenant, string name, string id, CancellationToken cancellationToken) =>
                ImportView.Of(id, await tenant.Import(KeyOf(tenant, name, id)).GetStatusAsync(cancellationToken)))
            .WithSummary("How an import is: phase, counts, what was skipped, and the version once it is completed.");
    }

    private static async Task<IResult> StartAsync(TenantScope tenant, string name, ImportBody body, HttpRequest http, BlobHosts hosts, CancellationToken cancellationToken)
    {
        var request = hosts.Check(body.Container, body.Prefix);
        string id = body.Id ?? IdempotentIds.Of(http, "import");
        var status = await tenant.Import(KeyOf(tenant, name, id)).StartAsync(request, cancellationToken);
        return TypedResults.Accepted($"/v1/datasets/{name}/imports/{id}", ImportView.Of(id, status));
    }

    private static ImportKey KeyOf(TenantScope tenant, string name, string id) => new(new(tenant.Tenant, name), id);
}

/// <summary>What to import. Holds a secret: never written out.</summary>
internal sealed record ImportBody(string? Id = null, string? Container = null, string? Prefix = null)
{
    public override string ToString() => nameof(ImportBody);
}

/// <summary>An import as callers see it.</summary>
internal sealed record ImportView(
    string Id, ImportPhase Phase, int Images, long Bytes, int Duplicates, int SkippedCount, IReadOnlyList<SkippedBlob> Skipped, int? Version, string? Problem)
{
    public static ImportView Of(string id, ImportStatus status) =>
        new(id, status.Phase, status.Images, status.Bytes, status.Duplicates, status.SkippedCount, status.Skipped, status.Version?.Number, status.Problem);
}
