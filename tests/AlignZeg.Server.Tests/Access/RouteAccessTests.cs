using AlignZeg.Server.Tests.Routes;

namespace AlignZeg.Server.Tests.Access;

/// <summary>Every route that is mapped, whatever it is: found by looking, not listed here.</summary>
public sealed class RouteAccessTests(TestServer server)
{
    private static readonly string[] Open = ["/health/live", "/health/ready", "/files/{**name}", "/openapi/{documentName}.json", "/", "/ui/{**path}"];
    private static readonly string[] OpenFolders = ["/docs"];

    [Fact]
    public void Routes_AreUnderV1_OrKnownToBeOpen() =>
        Assert.Empty(server.Routes.Select(ServedRoute.TextOf).Where(route => !route.StartsWith("/v1/", StringComparison.Ordinal) && !Open.Contains(route) && !OpenFolders.Any(folder => route.StartsWith(folder, StringComparison.Ordinal))));

    [Fact]
    public void RoutesThatChangeSomething_NeedMoreThanReading() => Assert.Empty(Protected().Where(route => route.Method != "GET" && route.Scope == "read"));

    [Fact]
    public async Task EveryRoute_RefusesCallersWithoutAKey_AndWithAWrongOne()
    {
        string wrong = (await server.KeyAsync("wrong-key", "read")).Key[..^4] + "0000";
        foreach (var route in Protected())
            foreach (string? key in new[] { null, wrong, "alz_nobody.x_y", "Basic" })
                await TestServer.ProblemAsync(await SendAsync(server.Client(key), route.Method, PathOf(route)), 401, "unauthenticated");
    }

    [Fact]
    public async Task EveryRoute_RefusesKeysWithoutItsScope()
    {
        var clients = new Dictionary<string, HttpClient> { ["label"] = await server.TenantAsync("scopes", "read"), ["admin"] = await server.TenantAsync("scopes", "label") };
        int refused = 0;
        foreach (var route in Protected().Where(route => route.Scope != "read"))
        {
            await TestServer.ProblemAsync(await SendAsync(clients[route.Scope], route.Method, PathOf(route)), 403, "forbidden");
            refused++;
        }

        Assert.True(refused >= 10, $"only {refused} routes need more than reading");
    }

    [Fact]
    public async Task EveryRoute_HidesWhatAnotherTenantHas()
    {
        var owner = await server.TenantAsync("owner");
        await server.PrepareAsync(owner, 1);
        await TestServer.StartAsync(owner, "j");
        var other = await server.TenantAsync("other");
        foreach (string path in Protected().Where(route => route.Method == "GET" && route.Scope == "read").Select(PathOf))
        {
            var answer = await SendAsync(other, "GET", path + NeededQuery(path));
            string body = await answer.Content.ReadAsStringAsync();
            if (path.Contains("/versions", StringComparison.Ordinal)) Assert.Equal("[]", body);
            else if (path.Split('/').Length > 3 && !path.StartsWith("/v1/models", StringComparison.Ordinal) && path[^1] != '/') Assert.Equal(404, (int)answer.StatusCode);
            else Assert.DoesNotContain("\"j\"", body, StringComparison.Ordinal);
        }

        foreach (string act in new[] { "pause", "resume", "cancel" })
            await TestServer.ProblemAsync(await SendAsync(other, "POST", $"/v1/jobs/j/{act}"), 404, "job-not-found");
    }

    private static string NeededQuery(string path) => path.Split('/')[^1] switch { "tokens" => "?model=m", "diff" => "?from=1", _ => "" };

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path) => client.SendAsync(new(new(method), path));

    private static string PathOf(ServedRoute route) => route.PathWith(parameter => parameter switch
    {
        "tenant" => "owner",
        "id" => "j",
        "output" => "masks/a.png",
        "index" => "0",
        _ => route.Text.Contains("dataset", StringComparison.Ordinal) ? "d" : "v",
    });

    private IEnumerable<ServedRoute> Protected() => ServedRoute.Protected(server);
}
