using System.Net.Http.Json;
using System.Text.Json;
using AlignZeg.Server.Dashboard;
using AlignZeg.Server.Links;
using AlignZeg.Server.Tests.Routes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AlignZeg.Server.Tests.Dashboard;

/// <summary>The Orleans dashboard is for operators alone, by key or by the cookie that a browser gets for one.</summary>
public sealed class DashboardTests(DashboardTests.Fixture fixture) : IClassFixture<DashboardTests.Fixture>
{
    private const string Counters = "/dashboard/DashboardCounters";

    private TestServer Server => fixture.Server;

    [Fact]
    public async Task EveryRoute_IsRefused_WithoutAKey_AndWithoutTheScope()
    {
        var paths = Server.Routes.Select(ServedRoute.TextOf).Where(route => route.StartsWith("/dashboard", StringComparison.Ordinal)).ToList();
        Assert.True(paths.Count >= 15, $"only {paths.Count} routes were found");
        HttpClient nobody = Server.Client(null), label = await Server.TenantAsync("dashboard-label");
        foreach (string path in paths.Select(route => route.Split('{')[0] + (route.Contains('{', StringComparison.Ordinal) ? "1" : "")))
        {
            await TestServer.ProblemAsync(await nobody.GetAsync(path), 401, "unauthenticated");
            await TestServer.ProblemAsync(await label.GetAsync(path), 403, "forbidden");
        }

        await TestServer.ProblemAsync(await label.PostAsync("/v1/dashboard/session", null), 403, "forbidden");
    }

    [Fact]
    public async Task Operators_SeeThePagesAndFigures_ByKeyOrCookie()
    {
        var session = await (await Server.Admin().PostAsync("/v1/dashboard/session", null)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("/dashboard/", session.GetProperty("address").GetString());
        var byCookie = Browser((await OpenAsync(Server.Admin())).Cookie);
        foreach (var client in new[] { Server.Admin(), byCookie })
        {
            var page = (await client.GetAsync("/dashboard/")).EnsureSuccessStatusCode();
            Assert.Contains("index.min.js", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            string policy = page.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            var counters = await client.GetFromJsonAsync<JsonElement>(Counters);
            Assert.Equal(1, counters.GetProperty("totalActiveHostCount").GetInt32());
        }
    }

    [Fact]
    public async Task Cookie_IsForTheDashboardAlone_AndOutOfScriptsReach()
    {
        var (cookie, attributes) = await OpenAsync(Server.Admin());
        foreach (string wanted in new[] { "path=/dashboard", "httponly", "samesite=strict", "max-age=3600" }) Assert.Contains(wanted, attributes, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", attributes, StringComparison.OrdinalIgnoreCase); // by http, browsers would drop it
        await TestServer.ProblemAsync(await Browser(cookie).GetAsync("/v1/tenants"), 401, "unauthenticated");
        await TestServer.ProblemAsync(await Browser(cookie).PostAsync("/v1/dashboard/session", null), 401, "unauthenticated");
        using var behindProxy = new HttpRequestMessage(HttpMethod.Post, "/v1/dashboard/session") { Headers = { { "X-Forwarded-Proto", "https" } } };
        Assert.Contains("; secure", (await Server.Admin().SendAsync(behindProxy)).Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        var closed = await Server.Admin().DeleteAsync("/v1/dashboard/session");
        Assert.Contains("expires=Thu, 01 Jan 1970", closed.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Cookie_EndsWithItsKey_AndIsNothingOnceItWasChanged()
    {
        var (id, key) = await Server.KeyAsync("operator", "admin");
        string cookie = (await OpenAsync(Server.Client(key))).Cookie;
        (await Browser(cookie).GetAsync(Counters)).EnsureSuccessStatusCode();
        foreach (string changed in new[] { cookie[..^1] + (cookie[^1] == '0' ? '1' : '0'), cookie.Replace("operator", "operators", StringComparison.Ordinal), "alignzeg-dashboard=x", "alignzeg-dashboard=a%2Fb%2Fc%2Fd%2Fe" })
            await TestServer.ProblemAsync(await Browser(changed).GetAsync(Counters), 401, "unauthenticated");
        (await Server.Admin().DeleteAsync($"/v1/tenants/operator/keys/{id}")).EnsureSuccessStatusCode();
        await TestServer.ProblemAsync(await Browser(cookie).GetAsync(Counters), 401, "unauthenticated");
    }

    [Fact]
    public async Task WhatGrainsHold_AndTheLog_AreNotShown()
    {
        foreach (string path in new[] { "/dashboard/GrainState?grainId=operator&grainType=keys", "/dashboard/grainstate", "/dashboard/Trace" })
            await TestServer.ProblemAsync(await Server.Admin().GetAsync(path), 403, "forbidden");
    }

    [Fact]
    public async Task Ticket_EndsAfterAnHour()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var tickets = new DashboardTickets(Server.Services.GetRequiredService<SharedSecret>(), time);
        var (text, expires) = await tickets.IssueAsync(Abstractions.Access.ApiKey.Create("operator"), CancellationToken.None);
        time.SetUtcNow(expires.AddSeconds(-1));
        Assert.Equal("operator", (await tickets.ReadAsync(text, CancellationToken.None))?.Tenant);
        time.SetUtcNow(expires);
        Assert.Null(await tickets.ReadAsync(text, CancellationToken.None));
    }

    private static async Task<(string Cookie, string Attributes)> OpenAsync(HttpClient client)
    {
        string set = (await client.PostAsync("/v1/dashboard/session", null)).EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").Single();
        return (set.Split(';')[0], set[set.IndexOf(';', StringComparison.Ordinal)..]);
    }

    private HttpClient Browser(string cookie)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Server.Address };
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return client;
    }

    /// <summary>A server that has one.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        public TestServer Server { get; } = new() { Configure = silo => silo.AddOrleansDashboard() };

        public ValueTask InitializeAsync() => Server.InitializeAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
