using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AlignZeg.Grains.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace AlignZeg.Server.Tests.Webhooks;

/// <summary>A server of its own: names mean there what the test says.</summary>
public sealed class WebhookTargetTests : IAsyncLifetime
{
    private readonly Names _names = new();
    private readonly TestServer _server;

    public WebhookTargetTests() => _server = new()
    {
        Configure = silo =>
        {
            silo.Configure<WebhookOptions>(hooks => hooks.AllowHttp = true);
            silo.Services.AddSingleton<IHostResolver>(_names);
        },
    };

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Name_ThatTurnsPrivateAfterItWasGiven_IsSentNothing()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var client = await _server.TenantAsync("rebinding");
        string url = receiver.Url.Replace("127.0.0.1", "receiver.test", StringComparison.Ordinal);
        _names.Addresses = [IPAddress.Parse("8.8.8.8")];
        Assert.Equal(HttpStatusCode.Created, (await client.PutAsJsonAsync("/v1/webhooks/h", new { url })).StatusCode);
        _names.Addresses = [IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]; // one of them is enough
        (await client.PostAsync("/v1/webhooks/h/ping", null)).EnsureSuccessStatusCode();
        var failed = await AwaitAsync(client);
        Assert.Contains("private, local or reserved", failed.GetProperty("last_problem").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", failed.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(receiver.All);
        await TestServer.ProblemAsync(await client.PutAsJsonAsync("/v1/webhooks/other", new { url }), 422, "invalid-webhook");
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    public async Task AddressesOfThisNetwork_AreRefusedWhenGiven(string url)
    {
        _names.Addresses = [IPAddress.Loopback]; // whatever is not read as an address
        var client = await _server.TenantAsync("literals");
        await TestServer.ProblemAsync(await client.PutAsJsonAsync("/v1/webhooks/h", new { url }), 422, "invalid-webhook");
    }

    private static async Task<JsonElement> AwaitAsync(HttpClient client)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var all = (await client.GetFromJsonAsync<JsonElement>("/v1/webhooks/h/deliveries", limit.Token)).GetProperty("deliveries").EnumerateArray();
            if (all.FirstOrDefault(one => one.GetProperty("state").GetString() == "failed") is { ValueKind: JsonValueKind.Object } failed) return failed;
            await Task.Delay(20, limit.Token);
        }
    }

    private sealed class Names : IHostResolver
    {
        public IPAddress[] Addresses { get; set; } = [];

        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult(Addresses);
    }
}
