using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Tests.Documents;

public sealed partial class ApiDocumentTests(TestServer server)
{
    private static readonly string[] NotDescribed = ["/openapi/", "/docs", "/ui/"];

    [Fact]
    public async Task EveryRoute_IsInTheDocument_WithSummaryAndAnswers()
    {
        var paths = (await DocumentAsync()).GetProperty("paths");
        int described = 0;
        foreach (var route in server.Routes.Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>() is not null))
        {
            string path = Constraint().Replace("/" + route.RoutePattern.RawText!.Trim('/'), "{${name}}");
            if (path == "/" || NotDescribed.Any(start => path.StartsWith(start, StringComparison.Ordinal))) continue; // pages are no API
            foreach (string method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                Assert.True(paths.TryGetProperty(path, out var found) || paths.TryGetProperty(path + "/", out found), $"{path} is not in the document");
                Assert.True(found.TryGetProperty(method.ToLowerInvariant(), out var operation), $"{method} {path} is not in the document");
                AssertSaysEnough(operation, $"{method} {path}", path.StartsWith("/v1/", StringComparison.Ordinal));
                described++;
            }
        }

        Assert.True(described >= 36, $"only {described} routes were looked at");
    }

    [Fact]
    public async Task BodiesOfMainRequests_HaveExamples()
    {
        var paths = (await DocumentAsync()).GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => (Name: $"{operation.Name} {path.Name}", Operation: operation.Value)));
        var bodies = paths.Where(one => one.Operation.TryGetProperty("requestBody", out _)).ToList();
        Assert.True(bodies.Count >= 11, $"only {bodies.Count} operations have bodies");
        foreach (var (name, operation) in bodies)
            foreach (var content in operation.GetProperty("requestBody").GetProperty("content").EnumerateObject().Where(content => !IsBytes(content.Value)))
                Assert.True(content.Value.TryGetProperty("example", out _), $"{name} has no example");
    }

    [Fact]
    public async Task Page_ComesFromThisServerAlone()
    {
        string page = await server.Client(null).GetStringAsync("/docs");
        Assert.Contains("openapi/v1.json", page, StringComparison.Ordinal);
        foreach (var source in Source().Matches(page).Select(match => match.Groups["url"].Value))
        {
            Assert.DoesNotContain("//", source, StringComparison.Ordinal);
            var answer = await server.Client(null).GetAsync(new Uri(new Uri(server.Address, "/docs/"), source));
            Assert.True(answer.IsSuccessStatusCode, $"{source} answers {answer.StatusCode}");
        }
    }

    private static bool IsBytes(JsonElement content) => content.GetProperty("schema").TryGetProperty("format", out var format) && format.GetString() == "binary";

    private static void AssertSaysEnough(JsonElement operation, string name, bool needsKey)
    {
        Assert.True(operation.TryGetProperty("summary", out var summary) && summary.GetString()!.EndsWith('.'), $"{name} has no summary");
        var responses = operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).ToList();
        Assert.True(responses.Exists(status => status.StartsWith('2')), $"{name} does not say what it answers");
        if (!needsKey) return;
        foreach (string status in new[] { "401", "403", "429", "500", "503" }) Assert.Contains(status, responses);
        Assert.True(operation.TryGetProperty("security", out _), $"{name} does not say that it needs a key");
    }

    private async Task<JsonElement> DocumentAsync() => JsonDocument.Parse(await server.Client(null).GetStringAsync("/openapi/v1.json")).RootElement;

    [GeneratedRegex(@"\{\**(?<name>[a-z]+)[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Constraint();

    [GeneratedRegex("(src|href)=\"(?<url>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Source();
}
