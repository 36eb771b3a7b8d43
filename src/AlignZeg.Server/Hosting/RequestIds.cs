using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Hosting;

/// <summary>Every answer carries <c>X-Request-Id</c>: the caller's if it is short and plain, otherwise one of ours. Logs and problems name it too.</summary>
internal static class RequestIds
{
    public const string Header = "X-Request-Id";
    private const int Longest = 64;

    public static Task AssignAsync(HttpContext context, RequestDelegate next)
    {
        string given = context.Request.Headers[Header].ToString();
        context.TraceIdentifier = IsPlain(given) ? given : Guid.CreateVersion7().ToString("N");
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = context.TraceIdentifier;
            return Task.CompletedTask;
        });
        return next(context);
    }

    private static bool IsPlain(string text) => text.Length is > 0 and <= Longest && text.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_' or '.');
}
