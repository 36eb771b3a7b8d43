using AlignZeg.Abstractions.Access;
using AlignZeg.Server.Access;
using AlignZeg.Server.Documents;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Dashboard;

namespace AlignZeg.Server.Dashboard;

/// <summary>The Orleans dashboard under <c>/dashboard/</c>, for operators. It only reads; what it could read of tenants is not let through.</summary>
internal static class DashboardEndpoints
{
    public const string Root = "/dashboard";

    // Its pages set styles on elements; scripts come from files alone, and nothing from elsewhere.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // What is not here is refused, also what later versions of the package add. Left out: GrainState (what grains hold is the tenants', with hashes of keys and secrets of webhooks) and Trace (the log).
    private static readonly HashSet<string> Shown = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "index.html", "index.min.js", "index.css", "favicon.ico", "fonts", "img", "version", "DashboardCounters", "ClusterStats", "Reminders", "HistoricalStats", "SiloProperties", "SiloMetadata",
        "SiloStats", "SiloCounters", "GrainStats", "TopGrainMethods", "LifecycleStages", "GrainTypes",
    };

    /// <summary>The pages, where the silo has them (<see cref="DashboardExtensions.AddOrleansDashboard"/>). No part of the API, and not in its document.</summary>
    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<DashboardOffer>() is null) return;
        routes.MapOrleansDashboard(Root).RequireAuthorization(DashboardExtensions.AccessPolicy).AddEndpointFilter(GuardAsync).ExcludeFromDescription();
    }

    /// <summary>The way in for browsers, which cannot send a key with what a page loads.</summary>
    public static void MapDashboardSessions(this IEndpointRouteBuilder v1)
    {
        var session = v1.MapGroup("/dashboard/session").RequireAuthorization(AccessPolicies.Of(AccessScopes.Admin)).AddEndpointFilter<AuditFilter>();
        session.MapPost("/", OpenAsync).MayAnswer(ProblemTypes.DashboardOff)
            .WithSummary("Lets the browser that asks look at the Orleans dashboard for an hour, by a cookie for its address alone; programs send their key there instead.");
        session.MapDelete("/", Close).WithSummary("Takes the cookie back.");
    }

    private static async Task<Ok<DashboardSession>> OpenAsync(HttpContext http, DashboardTickets tickets, CancellationToken cancellationToken)
    {
        if (http.RequestServices.GetService<DashboardOffer>() is null)
            throw new ProblemException(ProblemTypes.DashboardOff, "This server has no dashboard; whoever runs it turns it on with Cluster:Dashboard true, on all silos.");
        var (text, expires) = await tickets.IssueAsync(Caller.Find(http)!.Key, cancellationToken);
        http.Response.Cookies.Append(DashboardTicketHandler.Cookie, text, Cookie(http, DashboardTickets.Lifetime));
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new DashboardSession($"{Root}/", expires));
    }

    private static NoContent Close(HttpContext http)
    {
        http.Response.Cookies.Delete(DashboardTicketHandler.Cookie, Cookie(http, null));
        return TypedResults.NoContent();
    }

    // Secure wherever the browser came by https, also to a proxy that ends it. Who lies about that harms a cookie of his own.
    private static CookieOptions Cookie(HttpContext http, TimeSpan? lifetime) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Strict, Path = Root, MaxAge = lifetime, Secure = http.Request.IsHttps || http.Request.Headers["X-Forwarded-Proto"] == "https",
    };

    private static ValueTask<object?> GuardAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        string asked = http.Request.Path.Value!.TrimEnd('/') is var path && path.Length > Root.Length ? path[(Root.Length + 1)..].Split('/')[0] : "";
        if (!Shown.Contains(asked)) throw new ProblemException(ProblemTypes.Forbidden, $"The dashboard shows figures; '{asked}' would show what grains hold or the log, which are the tenants' own.");
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    }
}

/// <summary>A browser's way into the dashboard.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="ExpiresAt">When the cookie ends.</param>
internal sealed record DashboardSession(string Address, DateTimeOffset ExpiresAt);
