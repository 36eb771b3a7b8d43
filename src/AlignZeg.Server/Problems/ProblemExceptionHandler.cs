using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Server.Problems;

/// <summary>Exceptions become problems; those that are ours to mend are logged with the request id.</summary>
internal sealed partial class ProblemExceptionHandler(ProblemTable table, ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested) return true; // nobody listens
        var problem = table.Of(exception);
        if (problem.Type.Status is 500 or 507 || exception is OperationCanceledException) LogFault(logger, httpContext.TraceIdentifier, httpContext.Request.Method, httpContext.Request.Path, exception);
        await ProblemWriter.WriteAsync(httpContext, problem);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "Request {RequestId} failed: {Method} {Path}.")]
    private static partial void LogFault(ILogger logger, string requestId, string method, string path, Exception exception);
}
