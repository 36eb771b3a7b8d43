using System.Net;
using AlignZeg.Abstractions.Access;
using AlignZeg.Server.Limits;
using Microsoft.AspNetCore.Http;
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
    public async Task KeysThatAreMadeUp_WakeNoMoreRingsThanTheyMay_AndHoldUpNobodyWhoseKeyIsRight()
    {
        const int PerSecond = 1, AtOnce = 10, Keys = 60;
        int asked = 0;
        await using var server = new TestServer
        {
            Limits = limits => (limits.RequestsPerSecond, limits.FailedKeysPerSecond) = (0, PerSecond),
            Configure = silo => silo.AddIncomingGrainCallFilter(call =>
            {
                if (call.InterfaceMethod.Name == nameof(IKeyRingGrain.VerifyAsync)) Interlocked.Increment(ref asked);
                return call.Invoke();
            }),
        };
        await server.InitializeAsync();
        long start = TimeProvider.System.GetTimestamp(); // before anybody is counted: what was counted late, on a busy machine, lies behind it
        var known = await server.TenantAsync("known");
        (await known.GetAsync("/v1/jobs")).EnsureSuccessStatusCode();

        asked = 0;
        foreach (string open in new[] { "/health/live", "/files/x?expires=1&signature=2", "/openapi/v1.json", "/ui/jobs", "/nowhere" }) await server.Client(MadeUp(0)).GetAsync(open);
        Assert.Equal(0, asked); // no key is needed there, so that none is looked up

        var answers = new List<HttpResponseMessage>();
        for (int i = 0; i < Keys; i++) answers.Add(await server.Client(MadeUp(i)).GetAsync("/v1/jobs"));
        int most = AtOnce * PerSecond + PerSecond * (int)Math.Ceiling(TimeProvider.System.GetElapsedTime(start).TotalSeconds);
        Assert.InRange(asked, AtOnce, most);
        Assert.Equal(asked, answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized));
        if (most >= Keys) Assert.Skip("This machine is so slow that nothing had to be refused.");
        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        await TestServer.ProblemAsync(refused, 429, "rate-limited");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        (await known.GetAsync("/v1/jobs")).EnsureSuccessStatusCode();
    }

    [Fact]
    public void WrongKeys_AreCountedPerAddress_AndKeysThatWereRightAreNotRefusedForThem()
    {
        using var failed = new FailedKeys(Options.Create(new LimitOptions { FailedKeysPerSecond = 1 }));
        var (here, there, known) = (From("192.0.2.1"), From("192.0.2.2"), ApiKey.Create("known"));
        failed.Learn(here, known, isRight: true);
        for (int i = 0; i < 10; i++)
        {
            failed.Admit(here, ApiKey.Create("other"));
            Fail(1);
        }

        Fail(1_000);
        Assert.Throws<FailedKeysException>(() => failed.Admit(here, ApiKey.Create("other")));
        failed.Admit(there, ApiKey.Create("other"));
        failed.Admit(here, known);
        failed.Learn(here, known, isRight: false); // revoked
        Assert.Throws<FailedKeysException>(() => failed.Admit(here, known));

        void Fail(int times)
        {
            for (int i = 0; i < times; i++) failed.Learn(here, ApiKey.Create("other"), isRight: false);
        }
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

    private static DefaultHttpContext From(string address) => new() { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };

    private static string MadeUp(int tenant) => ApiKey.Create($"made-up-{tenant}").Reveal();

    private static async Task<HttpResponseMessage> RefusedAsync(HttpClient client, string address)
    {
        for (int i = 0; i < 10 * Burst; i++)
            if (await client.GetAsync(address) is { StatusCode: HttpStatusCode.TooManyRequests } refused) return refused;
        throw new InvalidOperationException("Nothing was refused.");
    }
}
