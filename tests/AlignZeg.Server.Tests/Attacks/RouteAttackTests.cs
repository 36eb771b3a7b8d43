using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using AlignZeg.Server.Tests.Routes;

namespace AlignZeg.Server.Tests.Attacks;

/// <summary>What attackers send to every route; afterwards the server is ready and its storage has nothing new outside of the attacker's tenant.</summary>
public sealed class RouteAttackTests(RouteAttackTests.Fixture fixture) : IClassFixture<RouteAttackTests.Fixture>
{
    private const int Long = 100_000;

    private TestServer Server => fixture.Server;

    private static readonly string[] Names =
    [
        "..%2F..%2Fetc%2Fpasswd", "%2E%2E", "..", ".", "%2Fetc%2Fpasswd", "a%2F..%2F..%2Fb", "C%3A%5Cwindows", "..%5C..%5Cb", "a%00b", "a%0Ab", "%1B%5B31m", "%E2%80%AEgpj.exe",
        "%F0%9F%90%88", "a%20b", "%25%32%66", "%FF%FE", "-", ".hidden", "CON", "a:b", "%2A", new string('x', 300),
    ];

    private static readonly string[] Bodies =
    [
        "", "null", "[]", "0", "\"x\"", "{", "{\"a\":1", new string('[', 2_000) + new string(']', 2_000), Nested(2_000), "{\"id\":\"\\u0000\"}", "{\"id\":\"..\\/..\\/x\"}", "{\"id\":\"a\",\"id\":\"b\"}",
        "{\"number\":1e999}", "{\"priority\":99999999999999999999}", "{\"\\ud800\":1}", "\uFEFF{}", "{\"scopes\":[\"admin\",\"root\"]}", "{\"id\":\"" + new string('x', 60_000) + "\"}",
    ];

    [Fact]
    public async Task NamesInAddresses_AreNamesOrProblems_WhereverTheyStand()
    {
        var client = await Server.TenantAsync("names-attacker");
        var before = Tree();
        int sent = 0;
        foreach (var route in ServedRoute.Protected(Server).Where(route => route.HasNames && route.Scope != "admin"))
            foreach (string name in Names)
            {
                using var answer = await SendAsync(client, route.Method, route.PathWith(_ => name), route.TakesBody ? Json("{}") : null);
                AssertHarmless(answer, $"{route.Method} {route.Text} with {name}");
                sent++;
            }

        Assert.True(sent > 200, $"only {sent} requests were sent");
        await AssertUnharmedAsync(before, "names-attacker");
    }

    [Fact]
    public async Task TenantsInAddresses_AreNamesOrProblems()
    {
        var before = Tree();
        foreach (var route in ServedRoute.Protected(Server).Where(route => route.Text.Contains("{tenant}", StringComparison.Ordinal)))
            foreach (string name in Names.Where(name => name is not "CON" and not "-")) // these may be names of tenants
            {
                using var answer = await SendAsync(Server.Admin(), route.Method, route.PathWith(_ => name), route.TakesBody ? Json("""{"scopes": ["read"]}""") : null);
                AssertHarmless(answer, $"{route.Method} {route.Text} with {name}");
            }

        await AssertUnharmedAsync(before, "names-attacker");
    }

    [Fact]
    public async Task BodiesThatAreNoJson_OrTooDeep_OrTooMuch_AreProblems_OnEveryRoute()
    {
        var client = await Server.TenantAsync("bodies-attacker");
        var before = Tree();
        int sent = 0;
        foreach (var route in ServedRoute.Protected(Server).Where(route => route.TakesJson))
            foreach (string body in Bodies)
            {
                using var answer = await SendAsync(route.Scope == "admin" ? Server.Admin() : client, route.Method, route.PathWith(_ => "bodies-attacker"), Json(body));
                AssertHarmless(answer, $"{route.Method} {route.Text} with {body[..Math.Min(60, body.Length)]}");
                Assert.True((int)answer.StatusCode >= 400 || body.Length < 60, $"{route.Method} {route.Text} took {body[..Math.Min(60, body.Length)]}");
                sent++;
            }

        Assert.True(sent > 80, $"only {sent} requests were sent");
        await AssertUnharmedAsync(before, "bodies-attacker");
    }

    [Fact]
    public async Task BodiesOfAGigabyte_AreRefused_BeforeTheyAreSent()
    {
        string key = (await Server.KeyAsync("gigabytes", "label")).Key;
        var answers = new List<string>();
        foreach (var route in ServedRoute.Protected(Server).Where(route => route.TakesBody && route.Scope != "admin" && route.BodyLimit is null or < 1 << 30))
            answers.Add(await RawAsync($"{route.Method} {route.PathWith(_ => "g")} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n"));
        Assert.All(answers, answer => Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal));
        Assert.True(answers.Count(answer => answer.StartsWith("HTTP/1.1 413 ", StringComparison.Ordinal)) >= 5, string.Join('\n', answers)); // others find nothing at the address first
    }

    [Fact]
    public async Task AddressesAndHeadersThatAreTooLong_AreRefused()
    {
        string key = (await Server.KeyAsync("long", "label")).Key;
        Assert.StartsWith("HTTP/1.1 414 ", await RawAsync($"GET /v1/jobs/{new string('x', Long)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431 ", await RawAsync($"GET /v1/jobs HTTP/1.1\r\nHost: x\r\nX-Api-Key: {new string('x', Long)}\r\n\r\n"), StringComparison.Ordinal);
        var client = await Server.TenantAsync("long-names");
        await TestServer.ProblemAsync(await client.PutAsync("/v1/vocabularies/v", Json($$"""["{{new string('x', 90_000)}}"]""")), 422, "invalid-vocabulary");
        string line = $$"""{"name": "{{new string('x', Long)}}.png", "sha256": "{{new string('a', 64)}}"}""";
        await TestServer.ProblemAsync(await client.PostAsync("/v1/datasets/d/versions", new StringContent(line)), 422, "invalid-dataset");
        await AssertReadyAsync();
    }

    [Fact]
    public async Task EveryChange_LeavesWhatAnotherTenantHas()
    {
        var owner = await Server.TenantAsync("attacked");
        await Server.PrepareAsync(owner, 1);
        await TestServer.StartAsync(owner, "j");
        await TestServer.AwaitAsync(owner, "j", "completed");
        var other = await Server.TenantAsync("attacker");
        var before = Tree();
        foreach (var route in ServedRoute.Protected(Server).Where(route => route.Method != "GET" && route.Scope == "label"))
        {
            string path = route.PathWith(parameter => parameter == "id" ? "j" : route.Text.Contains("dataset", StringComparison.Ordinal) ? "d" : "v");
            using var answer = await SendAsync(other, route.Method, path, Json("""{"id": "j", "dataset": "d", "vocabulary": "v", "model": "tiny", "classes": ["cat"]}"""));
            AssertHarmless(answer, $"{route.Method} {route.Text}");
            if (route.Text.StartsWith("/v1/jobs", StringComparison.Ordinal)) Assert.True((int)answer.StatusCode >= 400, $"{route.Method} {path} answered {answer.StatusCode}");
        }

        await AssertUnharmedAsync(before, "attacker");
        Assert.Equal("completed", (await TestServer.AwaitAsync(owner, "j", _ => true)).GetProperty("phase").GetString());
    }

    private static void AssertHarmless(HttpResponseMessage answer, string what) =>
        Assert.True((int)answer.StatusCode is < 500 and not 401 and not 403, $"{what} answered {(int)answer.StatusCode}");

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path, HttpContent? body) =>
        client.SendAsync(new HttpRequestMessage(new(method), new Uri(client.BaseAddress + path.TrimStart('/'), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })) { Content = body });

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

    // All files but the locks of others.
    private HashSet<string> Tree() => [.. Directory.EnumerateFiles(Server.DirectoryPath, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Server.DirectoryPath, file)).Where(file => !file.StartsWith("data/.locks/", StringComparison.Ordinal))];

    private async Task AssertUnharmedAsync(HashSet<string> before, string attacker)
    {
        Assert.Empty(Tree().Except(before).Where(path => !Own(attacker).IsMatch(path)));
        await AssertReadyAsync();
    }

    // Its blobs, and the state of its grains.
    private static Regex Own(string tenant) => new($"^data/(tenants/{tenant}/|state/[a-z]+/{tenant}(/|\\.json$))|^data/audit/", RegexOptions.None, TimeSpan.FromSeconds(1));

    private async Task AssertReadyAsync() => Assert.Equal(HttpStatusCode.OK, (await Server.Client(null).GetAsync("/health/ready")).StatusCode);

    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Server.Address.Host, Server.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync() ?? "";
    }

    /// <summary>A server that nobody else writes to.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        public TestServer Server { get; } = new();

        public ValueTask InitializeAsync() => Server.InitializeAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
