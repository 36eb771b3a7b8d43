using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Access;

/// <summary>Writes down what administrators ask before it is done, and how it went: an act that cannot be written down does not happen.</summary>
internal sealed class AuditFilter(AuditLog log, ProblemTable problems) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var asked = new AuditEntry("asked", Caller.Find(http)!.Key.ToString(), $"{http.Request.Method} {http.Request.Path}", http.TraceIdentifier);
        await log.WriteAsync(asked, http.RequestAborted);
        string outcome = "done";
        try
        {
            return await next(context);
        }
        catch (Exception exception)
        {
            outcome = problems.Of(exception).Type.Code;
            throw;
        }
        finally
        {
            await log.WriteAsync(asked with { Event = "answered", Outcome = outcome }, CancellationToken.None);
        }
    }
}
