using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Models;
using AlignZeg.Server.Access;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Endpoints;

/// <summary>Models: shared by all tenants, registered by operators. Where their files are is nobody else's business.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder v1)
    {
        var routes = v1.MapGroup("/models");
        routes.MapGet("/", (Catalogue catalogue, string? after, int? limit, CancellationToken cancellationToken) => catalogue.ListModelsAsync(after, limit, cancellationToken))
            .WithSummary("Names of the models.");
        routes.MapGet("/{name}", GetAsync).WithSummary("What a model's name stands for, and how many devices could run it now.").Produces<ModelView>();
        routes.MapPost("/", RegisterAsync).RequireAuthorization(AccessPolicies.Of(AccessScopes.Admin)).AddEndpointFilter<AuditFilter>()
            .WithSummary("Lets a name stand for a bundle, for jobs that start from now on.").Example("""{"name": "tiny", "path": "/models/tiny", "hash": "9f86d0…"}""").Produces<ModelView>(StatusCodes.Status201Created).MayAnswer(ProblemTypes.InvalidName);
    }

    private static async Task<IResult> GetAsync(string name, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IModelGrain>(new ModelKey(name).ToString());
        var bundle = await grain.ResolveAsync(cancellationToken);
        return TypedResults.Ok(new ModelView(name, bundle.Hash, (await grain.ListInstancesAsync(cancellationToken)).Count));
    }

    private static async Task<IResult> RegisterAsync(ModelBody body, IGrainFactory grains, Catalogue catalogue, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(body.Path) || string.IsNullOrEmpty(body.Hash)) throw new BadHttpRequestException("A model needs the path of its bundle and its hash.");
        var bundle = await grains.GetGrain<IModelGrain>(new ModelKey(body.Name).ToString()).RegisterAsync(body.Path, body.Hash, cancellationToken);
        await catalogue.AddModelAsync(body.Name, cancellationToken);
        return TypedResults.Created($"/v1/models/{body.Name}", new ModelView(body.Name, bundle.Hash, null));
    }
}

/// <summary>What a name shall stand for.</summary>
internal sealed record ModelBody(string Name, string Path, string Hash);

/// <summary>A model as it is shown.</summary>
/// <param name="Devices">Device threads of the cluster that could run it now.</param>
internal sealed record ModelView(string Name, string Hash, int? Devices);
