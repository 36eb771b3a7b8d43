using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Tenants;
using AlignZeg.Server.Access;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Endpoints;

/// <summary>What tenants may use and have used: each sees its own, operators see all and set quotas and weights.</summary>
internal static class TenantEndpoints
{
    private const int DefaultDays = 30;

    public static void MapTenants(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/usage", (TenantScope tenant, TimeProvider time, DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
            ReadAsync(tenant.Account, time, from, to, cancellationToken))
            .WithSummary("What the tenant has used, by day, and may use; by default the last 30 days.");
        v1.MapGet("/tenants", (Catalogue catalogue, string? after, int? limit, CancellationToken cancellationToken) => catalogue.ListTenantsAsync(after, limit, cancellationToken))
            .RequireAuthorization(AccessPolicies.Of(AccessScopes.Admin)).AddEndpointFilter<AuditFilter>()
            .WithSummary("Names of the tenants: of all that were given a key.");
        var account = v1.MapGroup("/tenants/{tenant}").RequireAuthorization(AccessPolicies.Of(AccessScopes.Admin)).AddEndpointFilter<AuditFilter>();
        account.MapGet("/usage", (string tenant, IGrainFactory grains, TimeProvider time, DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
            ReadAsync(ActingFor.Account(grains, tenant), time, from, to, cancellationToken))
            .WithSummary("What a tenant has used and may use.");
        account.MapGet("/quotas", async (string tenant, IGrainFactory grains, CancellationToken cancellationToken) =>
            (await ActingFor.Account(grains, tenant).GetAsync(cancellationToken)).Quotas)
            .WithSummary("What a tenant may use; what is not there is not limited.");
        account.MapPut("/quotas", SetQuotasAsync).WithSummary("Sets all quotas; what is left out is not limited. Jobs that wait go on if they may now.").Example("""{"images_per_day": 100000, "device_seconds_per_day": 3600, "running_jobs": 4}""").MayAnswer(ProblemTypes.InvalidTerms);
        account.MapGet("/weight", async (string tenant, IGrainFactory grains, CancellationToken cancellationToken) =>
            new WeightBody((await ActingFor.Account(grains, tenant).GetAsync(cancellationToken)).Weight))
            .WithSummary("A tenant's share of the workers beside others.");
        account.MapPut("/weight", SetWeightAsync).WithSummary("Sets it: with weight 3, three images for each of a tenant with weight 1.").Example("""{"weight": 3}""").MayAnswer(ProblemTypes.InvalidTerms);
    }

    private static async Task<UsageView> ReadAsync(ITenantGrain account, TimeProvider time, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        var last = to ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var first = from ?? (last.DayNumber < DefaultDays ? DateOnly.MinValue : last.AddDays(1 - DefaultDays));
        if (first > last) throw new BadHttpRequestException($"The days from {first:yyyy-MM-dd} to {last:yyyy-MM-dd} are none; the first one comes first.");
        var usage = await account.UsageAsync(first, last, cancellationToken);
        return UsageView.Of(first, last, usage, await account.GetAsync(cancellationToken));
    }

    private static async Task<TenantQuotas> SetQuotasAsync(string tenant, TenantQuotas body, IGrainFactory grains, CancellationToken cancellationToken)
    {
        await ActingFor.Account(grains, tenant).SetQuotasAsync(body, cancellationToken);
        return body;
    }

    private static async Task<WeightBody> SetWeightAsync(string tenant, WeightBody body, IGrainFactory grains, CancellationToken cancellationToken)
    {
        await ActingFor.Account(grains, tenant).SetWeightAsync(body.Weight, cancellationToken);
        return body;
    }
}

/// <summary>A tenant's share of the workers beside others.</summary>
internal sealed record WeightBody(double Weight);
