using AlignZeg.Server.Dashboard;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Problems;

/// <summary>Statuses that come without an exception: unknown addresses, wrong methods, missing keys.</summary>
internal static class StatusProblems
{
    public static Task WriteAsync(HttpContext context) => ProblemWriter.WriteAsync(context, Of(context));

    private static Problem Of(HttpContext context) => context.Response.StatusCode switch
    {
        401 when context.Request.Path.StartsWithSegments(DashboardEndpoints.Root, StringComparison.OrdinalIgnoreCase) => new(ProblemTypes.Unauthenticated, "Sign in at /ui/cluster with an admin key and open the dashboard from there, or send the key: Authorization: Bearer alz_…"),
        401 => new(ProblemTypes.Unauthenticated, "Send a valid API key: Authorization: Bearer alz_…"),
        403 => new(ProblemTypes.Forbidden, "The API key lacks the scope that this route needs."),
        404 => new(ProblemTypes.NoRoute, $"There is nothing at {context.Request.Path}."),
        405 => new(ProblemTypes.WrongMethod, $"{context.Request.Path} does not take {context.Request.Method}."),
        413 => new(ProblemTypes.TooLarge, "The body of the request is larger than this route takes."),
        415 => new(ProblemTypes.WrongMediaType, $"This route does not take bodies of the type '{context.Request.ContentType}'."),
        >= 500 => new(ProblemTypes.Internal, "The server met an error that is not yours; report it with the request id."),
        _ => new(ProblemTypes.InvalidRequest, "The request is not well formed."),
    };
}
