using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AlignZeg.Server.Endpoints;

/// <summary>
/// The end of an address as its caller wrote it. Kestrel decodes everything but <c>%2F</c>, so that afterwards nobody can tell <c>a%2Fb</c>, a slash that was encoded,
/// from <c>a%252Fb</c>, a name that has these letters in it.
/// </summary>
internal static class WrittenPath
{
    /// <summary>What a route's last parameter stands for, each of its letters decoded once, slashes too.</summary>
    /// <param name="request">The request.</param> <param name="value">The parameter as the route has it: the end of the path.</param>
    public static string Of(HttpRequest request, string value)
    {
        string path = request.PathBase.Value + request.Path.Value;
        if (!path.EndsWith(value, StringComparison.Ordinal)) return value;
        int segments = path.AsSpan(0, path.Length - value.Length).Count('/');
        return EndOf(request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "", segments) is { } written ? Uri.UnescapeDataString(written) : value;
    }

    // Of the target of a request, as it stands in its first line: with a query, and for a proxy with a host before the path.
    private static string? EndOf(string target, int segments)
    {
        string path = target.Split('?')[0];
        if (!path.StartsWith('/')) segments += "//".Length;
        int at = -1;
        for (int i = 0; i < segments; i++)
            if ((at = path.IndexOf('/', at + 1)) < 0) return null;
        return path[(at + 1)..];
    }
}
