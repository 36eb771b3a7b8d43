using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Health;

/// <summary>For those who start and stop processes; open to everybody, and silent about everything else.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Text("live")).WithSummary("Whether the process answers.").Produces<string>(StatusCodes.Status200OK, "text/plain").DisableRateLimiting();
        routes.MapGet("/health/ready", Ready).WithSummary("Whether the silo is active, has the models that it shall have, and takes requests.").Produces<string>(StatusCodes.Status200OK, "text/plain").Produces<string>(StatusCodes.Status503ServiceUnavailable, "text/plain").DisableRateLimiting();
    }

    private static ContentHttpResult Ready(Readiness readiness) =>
        readiness.Obstacle() is { } obstacle ? TypedResults.Text(obstacle, statusCode: StatusCodes.Status503ServiceUnavailable) : TypedResults.Text("ready");
}
