using System.Net;
using AlignZeg.Server.Limits;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Tests.Limits;

public sealed class RateLimitTests
{
    private const int Burst = 12;

    [Fact]
    public async Task Callers_AreRefusedBeyondTheirBurst_EachForItself_AndHealthNever()
    {
        await using var server = new TestServer { Limits = limits => (limits.RequestsPerSecond, limits.Burst) = (1, Burst) };
        await server.InitializeAsync();
        var (fast, other) = (await server.TenantAsync("fast"), await server.TenantAsync("other"));
        var refused = await RefusedAsync(fast, "/v1/jobs");
        await TestServer.ProblemAsync(refused, 429, "rate-limited");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        (await other.GetAsync("/v1/jobs")).EnsureSuccessStatusCode();
        await TestServer.ProblemAsync(await RefusedAsync(server.Client("alz_fast.no_key"), "/v1/jobs"), 429, "rate-limited"); // by address: no tenant pays for keys that are made up
        for (int i = 0; i < 3 * Burst; i++) (await server.Client(null).GetAsync("/health/live")).EnsureSuccessStatusCode();
    }

    [Fact]
    public void Streams_AreCounted_PerTenant_AndPlacesComeBackOnce()
    {
        var room = new StreamRoom(Options.Create(new LimitOptions { StreamsPerTenant = 2 }));
        var first = room.Enter("a");
        room.Enter("a");
        Assert.Throws<StreamLimitException>(() => room.Enter("a"));
        room.Enter("b");
        first.Dispose();
        first.Dispose();
        room.Enter("a");
        Assert.Throws<StreamLimitException>(() => room.Enter("a"));
    }

    [Theory]
    [InlineData("2001:db8:1:2:3::4", "2001:db8:1:2:9::1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    public void Addresses_OfOneNetwork_AreOneCaller(string one, string other, bool same) =>
        Assert.Equal(same, RateLimits.NetworkOf(IPAddress.Parse(one)) == RateLimits.NetworkOf(IPAddress.Parse(other)));

    private static async Task<HttpResponseMessage> RefusedAsync(HttpClient client, string address)
    {
        for (int i = 0; i < 10 * Burst; i++)
            if (await client.GetAsync(address) is { StatusCode: HttpStatusCode.TooManyRequests } refused) return refused;
        throw new InvalidOperationException("Nothing was refused.");
    }
}
