using AlignZeg.Abstractions.Access;
using AlignZeg.Server.Access;
using AlignZeg.Server.Compression;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Endpoints;

/// <summary>Keys of tenants, for operators. Beside their accounts the only routes whose tenant is in the address.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/whoami", (TenantScope tenant, HttpContext http) => new CallerView(
            tenant.Tenant, tenant.KeyId, http.User.FindAll(AccessPolicies.Claim).Select(claim => claim.Value)))
            .WithSummary("The tenant and the scopes of the key that the request was made with.");
        var keys = v1.MapGroup("/tenants/{tenant}/keys").RequireAuthorization(AccessPolicies.Of(AccessScopes.Admin)).AddEndpointFilter<AuditFilter>();
        keys.MapGet("/", ListAsync).WithSummary("All keys that a tenant has or had, without their secrets.").Produces<IEnumerable<KeyView>>();
        keys.MapPost("/", CreateAsync).WithSummary("Makes a key; its text is in this answer and nowhere else.").Example("""{"scopes": ["label"], "note": "the camera at the gate"}""").Produces<KeyView>(StatusCodes.Status201Created).MayAnswer(ProblemTypes.InvalidKey).WithMetadata(new HoldsSecret());
        keys.MapPost("/{id}/rotate", RotateAsync).WithSummary("Puts a new key in the place of an old one, which ends after the overlap.").Example("""{"overlap_seconds": 3600}""").Produces<KeyView>(StatusCodes.Status201Created).MayAnswer(ProblemTypes.InvalidKey).WithMetadata(new HoldsSecret());
        keys.MapDelete("/{id}", RevokeAsync).WithSummary("Ends a key at once, for good.").Produces<KeyView>();
    }

    private static async Task<IResult> ListAsync(string tenant, IGrainFactory grains, CancellationToken cancellationToken) =>
        TypedResults.Ok((await ActingFor.Keys(grains, tenant).ListAsync(cancellationToken)).Select(KeyView.Of));

    private static async Task<IResult> CreateAsync(string tenant, KeyBody body, IGrainFactory grains, Catalogue catalogue, CancellationToken cancellationToken)
    {
        var key = ApiKey.Create(tenant);
        var scopes = body.Scopes.Aggregate(AccessScopes.None, (all, scope) => all | scope);
        var added = await ActingFor.Keys(grains, tenant).AddAsync(new(key.Id, key.SecretHash, scopes, body.Note ?? "", body.ExpiresAt), cancellationToken);
        await catalogue.AddTenantAsync(tenant, cancellationToken);
        return TypedResults.Created($"/v1/tenants/{tenant}/keys/{key.Id}", KeyView.Of(added) with { Key = key.Reveal() });
    }

    private static async Task<IResult> RotateAsync(string tenant, string id, RotationBody body, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var key = ApiKey.Create(tenant);
        var overlap = TimeSpan.FromSeconds(Math.Clamp(body.OverlapSeconds, 0, 30 * 86_400));
        var added = await ActingFor.Keys(grains, tenant).RotateAsync(id, new(key.Id, key.SecretHash, AccessScopes.None), overlap, cancellationToken);
        return TypedResults.Created($"/v1/tenants/{tenant}/keys/{key.Id}", KeyView.Of(added) with { Key = key.Reveal() });
    }

    private static async Task<IResult> RevokeAsync(string tenant, string id, IGrainFactory grains, CancellationToken cancellationToken) =>
        TypedResults.Ok(KeyView.Of(await ActingFor.Keys(grains, tenant).RevokeAsync(id, cancellationToken)));
}

/// <summary>Whose key it is, and what it allows.</summary>
/// <param name="Tenant">Whose data the key reaches.</param>
/// <param name="Key">Its id.</param>
/// <param name="Scopes">All that it allows, those too that follow from others.</param>
internal sealed record CallerView(string Tenant, string Key, IEnumerable<string> Scopes);

/// <summary>What a new key shall be.</summary>
internal sealed record KeyBody(IReadOnlyList<AccessScopes> Scopes, string? Note = null, DateTimeOffset? ExpiresAt = null);

/// <summary>How long the old key is valid beside its successor.</summary>
internal sealed record RotationBody(int OverlapSeconds = 0);

/// <summary>A key as it is shown; <see cref="Key"/> only once.</summary>
internal sealed record KeyView(string Id, IEnumerable<AccessScopes> Scopes, string Note, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, string? Key = null)
{
    public static KeyView Of(KeySummary key) =>
        new(key.Id, AccessPolicies.Scopes.Where(scope => key.Scopes.HasFlag(scope)), key.Note, key.CreatedAt, key.ExpiresAt, key.RevokedAt);
}
