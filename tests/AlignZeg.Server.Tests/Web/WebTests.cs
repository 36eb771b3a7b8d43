using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AlignZeg.Server.Tests.Web;

/// <summary>The pages as files; what they do is tested in a browser, by AlignZeg.Web.Tests.</summary>
public sealed partial class WebTests(TestServer server)
{
    [Fact]
    public async Task Root_LeadsToThePages()
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
        var answer = await client.GetAsync("/");
        Assert.Equal((HttpStatusCode.Redirect, "/ui/"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("/ui")]
    [InlineData("/ui/")]
    [InlineData("/ui/jobs/a.b/results/7?opacity=1")]
    [InlineData("/ui/index.html")]
    public async Task EveryAddress_IsThePage_WhichLetsNothingInlineRun(string address)
    {
        var answer = await server.Client(null).GetAsync(address);
        Assert.Equal(("text/html", HttpStatusCode.OK), (answer.Content.Headers.ContentType?.MediaType, answer.StatusCode));
        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl?.NoCache);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotMatch("<script(?![^>]*src=)|<style|style=| on[a-z]+=|https?://", page);
    }

    [Fact]
    public async Task Files_AreKeptForEver_ComeCompressed_AndAreKnownAgain()
    {
        var client = server.Client(null);
        var files = Source().Matches(await client.GetStringAsync("/ui/")).Select(match => match.Groups["url"].Value).ToList();
        Assert.True(files.Count >= 3, "the page names hardly any file");
        foreach (string file in files)
        {
            var plain = await client.GetAsync(file);
            Assert.Equal("public, max-age=31536000, immutable", plain.Headers.CacheControl?.ToString());
            using var again = new HttpRequestMessage(HttpMethod.Get, file) { Headers = { IfNoneMatch = { plain.Headers.ETag! } } };
            Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(again)).StatusCode);
        }

        string script = files.Single(file => file.EndsWith(".js", StringComparison.Ordinal));
        using var packed = new HttpRequestMessage(HttpMethod.Get, script) { Headers = { AcceptEncoding = { new("br") } } };
        var compressed = await client.SendAsync(packed);
        Assert.Equal("br", compressed.Content.Headers.ContentEncoding.Single());
        Assert.InRange((await compressed.Content.ReadAsByteArrayAsync()).Length, 1_000, (await client.GetByteArrayAsync(script)).Length / 2);
    }

    [Theory]
    [InlineData("/ui/assets/gone-123.js")]
    [InlineData("/ui/assets/..%2f..%2fappsettings.json")]
    public async Task AFileThatIsGone_IsNoPage(string address) => await TestServer.ProblemAsync(await server.Client(null).GetAsync(address), 404, "file-not-found");

    [Fact]
    public async Task WhoAmI_TellsTenantAndScopes()
    {
        var (id, key) = await server.KeyAsync("me", "label");
        var told = await server.Client(key).GetFromJsonAsync<JsonElement>("/v1/whoami");
        Assert.Equal(("me", id), (told.GetProperty("tenant").GetString(), told.GetProperty("key").GetString()));
        Assert.Equal(["read", "label"], told.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
    }

    [GeneratedRegex("(src|href)=\"(?<url>/ui/[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Source();
}
