using System.Globalization;
using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Webhooks;
using AlignZeg.Server.Access;
using AlignZeg.Server.Compression;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Endpoints;

/// <summary>Webhooks of a tenant: where its jobs' events are sent, signed in the manner of Standard Webhooks.</summary>
internal static class WebhookEndpoints
{
    private const int DefaultLimit = 100, MaxLimit = 1_000;

    public static void MapWebhooks(this IEndpointRouteBuilder v1)
    {
        string label = AccessPolicies.Of(AccessScopes.Label);
        var hooks = v1.MapGroup("/webhooks");
        hooks.MapGet("/", async (TenantScope tenant, CancellationToken cancellationToken) => new WebhookList(await tenant.Webhooks.ListAsync(cancellationToken)))
            .WithSummary("The webhooks of the tenant, without their secrets.");
        hooks.MapGet("/{name}", (TenantScope tenant, string name, CancellationToken cancellationToken) => tenant.Webhook(name).GetAsync(cancellationToken))
            .WithSummary("One webhook: where it sends what, and how much is pending.");
        hooks.MapPut("/{name}", PutAsync).RequireAuthorization(label)
            .WithSummary("Makes a webhook, or changes it. The secret that signs its deliveries is in the answer that made it, and nowhere else.")
            .Example("""{"url": "https://example.com/alignzeg", "events": ["job.completed", "batch.completed"]}""")
            .Produces<WebhookSummary>().Produces<WebhookSummary>(StatusCodes.Status201Created).MayAnswer(ProblemTypes.InvalidWebhook).WithMetadata(new HoldsSecret());
        hooks.MapDelete("/{name}", DeleteAsync).RequireAuthorization(label).WithSummary("Ends a webhook, with all that it has not delivered.").Produces(StatusCodes.Status204NoContent);
        hooks.MapPost("/{name}/rotate-secret", (TenantScope tenant, string name, CancellationToken cancellationToken) => tenant.Webhook(name).RotateSecretAsync(cancellationToken))
            .RequireAuthorization(label).WithSummary("Makes a new secret, which is in this answer and nowhere else; for a while deliveries are signed with both.").WithMetadata(new HoldsSecret());
        hooks.MapPost("/{name}/ping", (TenantScope tenant, string name, CancellationToken cancellationToken) => tenant.Webhook(name).PingAsync(cancellationToken))
            .RequireAuthorization(label).WithSummary("Sends the event webhook.ping, once; the list of deliveries says how it went.").MayAnswer(ProblemTypes.InvalidWebhook);
        hooks.MapGet("/{name}/deliveries", ReadDeliveriesAsync).WithSummary("What is pending, and the last deliveries that are not, by number.").MayAnswer(ProblemTypes.InvalidCursor);
        hooks.MapPost("/{name}/deliveries/{id}/redeliver", (TenantScope tenant, string name, string id, CancellationToken cancellationToken) => tenant.Webhook(name).RedeliverAsync(id, cancellationToken))
            .RequireAuthorization(label).WithSummary("Delivers an event again, under the same webhook-id; one that is pending is sent at once.").MayAnswer(ProblemTypes.InvalidWebhook, ProblemTypes.DeliveryNotFound);
    }

    private static async Task<IResult> PutAsync(TenantScope tenant, string name, WebhookBody body, CancellationToken cancellationToken)
    {
        var hook = await tenant.Webhooks.PutAsync(name, new(body.Url, body.Events, body.Enabled), cancellationToken);
        return hook.Secret is null ? TypedResults.Ok(hook) : TypedResults.Created($"/v1/webhooks/{name}", hook);
    }

    private static async Task<IResult> DeleteAsync(TenantScope tenant, string name, CancellationToken cancellationToken)
    {
        await tenant.Webhooks.DeleteAsync(name, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<DeliveryList> ReadDeliveriesAsync(TenantScope tenant, string name, string? after, int? limit, CancellationToken cancellationToken)
    {
        int most = Math.Clamp(limit ?? DefaultLimit, 1, MaxLimit);
        var found = await tenant.Webhook(name).ReadDeliveriesAsync(NumberOf(after), most, cancellationToken);
        return new(found, found.Count == most ? found[^1].Number.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static long NumberOf(string? after)
    {
        if (string.IsNullOrEmpty(after)) return 0;
        return long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
            : throw new ProblemException(ProblemTypes.InvalidCursor, "The cursor is not one that a list of deliveries gave; leave it out to begin at the first.");
    }
}

/// <summary>What a webhook shall do.</summary>
/// <param name="Url">Where events are sent: https, and reached from the public internet.</param>
/// <param name="Events">Only these types; null = all.</param>
/// <param name="Enabled">False: nothing is sent, and nothing is kept to be sent later.</param>
internal sealed record WebhookBody(string Url, IReadOnlyList<string>? Events = null, bool Enabled = true);

/// <summary>The webhooks of a tenant, by name.</summary>
internal sealed record WebhookList(IReadOnlyList<WebhookSummary> Webhooks);

/// <summary>A page of deliveries.</summary>
/// <param name="Deliveries">By number.</param> <param name="Next">For <c>after</c>; null = there are no more.</param>
internal sealed record DeliveryList(IReadOnlyList<WebhookDelivery> Deliveries, string? Next);
