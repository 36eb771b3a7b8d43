using AlignZeg.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace AlignZeg.Server.Problems;

/// <summary>Writes problems: <c>application/problem+json</c> with type, title, status, detail, instance and request_id.</summary>
internal static class ProblemWriter
{
    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        var details = new ProblemDetails
        {
            Type = problem.Type.Uri, Title = problem.Type.Title, Status = problem.Type.Status, Detail = problem.Detail, Instance = context.Request.Path,
        };
        details.Extensions["request_id"] = context.TraceIdentifier;
        if (problem.Problems is { } problems) details.Extensions["problems"] = problems;
        if (problem.Breach is { } breach) (details.Extensions["quota"], details.Extensions["used"], details.Extensions["limit"]) = (breach.Quota, breach.Used, breach.Limit);
        if (problem.RetryAfter is { } wait) context.Response.Headers.RetryAfter = $"{Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds))}";
        context.Response.StatusCode = problem.Type.Status;
        return context.Response.WriteAsJsonAsync(details, WireJson.Options, "application/problem+json", context.RequestAborted);
    }
}
