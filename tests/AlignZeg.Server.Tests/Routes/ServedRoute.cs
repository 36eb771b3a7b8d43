using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Tests.Routes;

/// <summary>A route that is mapped: found by looking at the server, so that no new one is left out of what all must keep.</summary>
public sealed partial record ServedRoute(string Method, string Text, string Scope, bool TakesJson, long? BodyLimit)
{
    /// <summary>Whether names or ids are part of the address.</summary>
    public bool HasNames => Text.Contains('{', StringComparison.Ordinal);

    /// <summary>Whether it takes a body.</summary>
    public bool TakesBody => Method is "POST" or "PUT";

    /// <summary>All routes that need a key.</summary>
    public static IEnumerable<ServedRoute> Protected(TestServer server) =>
        from route in server.Routes
        where TextOf(route).StartsWith("/v1/", StringComparison.Ordinal)
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select new ServedRoute(
            method, TextOf(route), route.Metadata.GetOrderedMetadata<IAuthorizeData>()[^1].Policy!, // that of the last policy: groups come first
            route.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("application/json") == true,
            route.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize);

    /// <summary>Its address as it is mapped.</summary>
    public static string TextOf(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.TrimStart('/');

    /// <summary>An address, with values in place of the parameters.</summary>
    public string PathWith(Func<string, string> value) => Parameter().Replace(Text, match => value(match.Groups["name"].Value));

    [GeneratedRegex(@"\{\**(?<name>[a-zA-Z]+)[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
