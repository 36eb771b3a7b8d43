using System.Text.Json;
using System.Text.RegularExpressions;

namespace AlignZeg.Server.Tests.Client;

public sealed partial class ClientRouteTests(TestServer server)
{
    // Routes that no method of the client calls, and why.
    private static readonly Dictionary<string, string> Without = new()
    {
        ["GET /health/live"] = "for those who start processes",
        ["GET /health/ready"] = "for those who start processes",
        ["POST /v1/dashboard/session"] = "a cookie, for browsers",
        ["DELETE /v1/dashboard/session"] = "a cookie, for browsers",
    };

    // What the client asks of servers that have it, beside those that do not.
    private static readonly string[] Optional = ["GET /v1/jobs/x/events", "POST /v1/datasets/x/imports", "GET /v1/datasets/x/imports/x"];

    [Fact]
    public async Task EveryRoute_HasAMethod_OrAReason()
    {
        var calls = (await ClientCalls.RecordAsync()).Select(call => $"{call.Method} {call.Path}").ToList();
        var routes = await RoutesAsync();
        Assert.True(routes.Count >= 30, $"only {routes.Count} routes were found");
        Assert.Empty(routes.Where(route => !Without.ContainsKey(route) && !calls.Exists(call => Fits(route, call))));
    }

    [Fact]
    public async Task EveryCall_HasItsRoute()
    {
        var routes = await RoutesAsync();
        var calls = (await ClientCalls.RecordAsync()).Select(call => $"{call.Method} {call.Path}").ToList();
        Assert.True(calls.Count >= 30, $"only {calls.Count} calls were made");
        Assert.Empty(calls.Where(call => !Optional.Contains(call) && !routes.Exists(route => Fits(route, call))));
    }

    private static bool Fits(string route, string call) => Regex.IsMatch(call, $"^{Name().Replace(route, "[^/]+")}$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private async Task<List<string>> RoutesAsync()
    {
        using var document = JsonDocument.Parse(await server.Client(null).GetStringAsync("/openapi/v1.json"));
        return [.. document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name.TrimEnd('/')}"))];
    }

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
