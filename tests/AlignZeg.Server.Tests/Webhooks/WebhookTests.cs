using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Webhooks;
using AlignZeg.Grains.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;

namespace AlignZeg.Server.Tests.Webhooks;

/// <summary>Jobs that tell real receivers over real HTTP.</summary>
public sealed class WebhookTests(WebhookTests.Fixture fixture) : IClassFixture<WebhookTests.Fixture>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task Receiver_ThatFailsThreeTimes_GetsEveryEventOfTheJobOnce_InOrder_Signed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = number => number < 3 ? 500 : 204;
        var client = await Server.TenantAsync("told");
        string secret = await HookAsync(client, receiver.Url);
        await RunAsync(client, 25);
        var all = await receiver.AwaitAsync(seen => seen.Any(one => one.Type == WebhookEvents.JobCompleted && one.Status < 300));
        Assert.Single(all.Take(4).Select(one => (one.Id, one.Body)).Distinct()); // three failures and the success, of one event
        string[] types = [.. receiver.Accepted.Select(one => one.Type)];
        Assert.Equal([WebhookEvents.JobStarted, WebhookEvents.BatchCompleted, WebhookEvents.BatchCompleted, WebhookEvents.BatchCompleted, WebhookEvents.JobCompleted], types);
        Assert.Equal(receiver.Accepted.Select(one => one.Sequence).Order(), receiver.Accepted.Select(one => one.Sequence));
        Assert.Equal(5 + 3, all.Count);
        Assert.All(all, one => Assert.True(one.IsSignedWith(secret)));
        Assert.All(all, one => Assert.False((one with { Body = one.Body + " " }).IsSignedWith(secret)));
        var (told, shown) = (all[^1].Json.GetProperty("data"), await client.GetFromJsonAsync<JsonElement>("/v1/jobs/j"));
        foreach (string member in new[] { "id", "phase", "total", "ok", "failed", "ended_at", "usage" }) Assert.Equal(shown.GetProperty(member).GetRawText(), told.GetProperty(member).GetRawText());
        Assert.Equal("told", all[^1].Json.GetProperty("tenant").GetString());
    }

    [Fact]
    public async Task Deliveries_AreListed_AndRedeliveredUnderTheSameId()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var client = await Server.TenantAsync("again");
        await HookAsync(client, receiver.Url, WebhookEvents.JobCompleted);
        await RunAsync(client, 1);
        var first = (await receiver.AwaitAsync(seen => seen.Count == 1))[0];
        var listed = await DeliveriesAsync(client, one => one.GetProperty("state").GetString() == "delivered");
        Assert.Equal((first.Id, 1, 204), (listed.GetProperty("id").GetString(), listed.GetProperty("attempts").GetInt32(), listed.GetProperty("last_status").GetInt32()));
        (await client.PostAsync($"/v1/webhooks/h/deliveries/{first.Id}/redeliver", null)).EnsureSuccessStatusCode();
        var again = (await receiver.AwaitAsync(seen => seen.Count == 2))[1];
        Assert.Equal((first.Id, first.Body), (again.Id, again.Body));
        await TestServer.ProblemAsync(await client.PostAsync("/v1/webhooks/h/deliveries/evt_x/redeliver", null), 404, "delivery-not-found");
        await TestServer.ProblemAsync(await client.GetAsync("/v1/webhooks/h/deliveries?after=x"), 400, "invalid-cursor");
    }

    [Fact]
    public async Task Hook_ThatLosesItsActivation_GoesOnWithWhatIsPending()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = _ => 503;
        var client = await Server.TenantAsync("lost");
        await HookAsync(client, receiver.Url, WebhookEvents.JobCompleted);
        await RunAsync(client, 1);
        await receiver.AwaitAsync(seen => seen.Count >= 1);
        var hook = Server.Services.GetRequiredService<IGrainFactory>().GetGrain<IWebhookGrain>("lost/h");
        await hook.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        receiver.Answer = _ => 200;
        await client.GetAsync("/v1/webhooks/h"); // its reminder would do it after a minute
        var all = await receiver.AwaitAsync(seen => seen.Any(one => one.Status == 200));
        Assert.Single(all.Select(one => one.Id).Distinct());
    }

    [Fact]
    public async Task Job_ThatEndsWhileItsWebhooksCannotBeTold_TellsItLater_AlsoAfterItsActivationIsLost()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var client = await Server.TenantAsync(Fixture.Deaf);
        await HookAsync(client, receiver.Url, WebhookEvents.JobStarted, WebhookEvents.JobCompleted);
        await RunAsync(client, 1);
        await Server.Services.GetRequiredService<IGrainFactory>().GetGrain<IJobGrain>($"{Fixture.Deaf}/j").Cast<IGrainManagementExtension>().DeactivateOnIdle();
        Assert.Empty(receiver.All);
        fixture.IsDeaf = false;
        await client.GetAsync("/v1/jobs/j"); // its reminder would do it after a minute
        var all = await receiver.AwaitAsync(seen => seen.Count >= 2);
        Assert.Equal([WebhookEvents.JobStarted, WebhookEvents.JobCompleted], all.Select(one => one.Type));
    }

    [Fact]
    public async Task Receiver_ThatIsGone_SwitchesTheWebhookOff_UntilItIsPutAgain()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = _ => 410;
        var client = await Server.TenantAsync("gone");
        await HookAsync(client, receiver.Url);
        (await client.PostAsync("/v1/webhooks/h/ping", null)).EnsureSuccessStatusCode();
        await DeliveriesAsync(client, one => one.GetProperty("state").GetString() == "failed");
        var view = await client.GetFromJsonAsync<JsonElement>("/v1/webhooks/h");
        Assert.False(view.GetProperty("enabled").GetBoolean());
        Assert.Contains("410", view.GetProperty("problem").GetString(), StringComparison.Ordinal);
        await TestServer.ProblemAsync(await client.PostAsync("/v1/webhooks/h/ping", null), 422, "invalid-webhook");
        receiver.Answer = _ => 200;
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsJsonAsync("/v1/webhooks/h", new { url = receiver.Url })).StatusCode);
        (await client.PostAsync("/v1/webhooks/h/ping", null)).EnsureSuccessStatusCode();
        await receiver.AwaitAsync(seen => seen.Any(one => one.Status == 200 && one.Type == WebhookEvents.Ping));
    }

    [Fact]
    public async Task Secret_IsShownOnce_AndRotated_WithBothValidForAWhile()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var client = await Server.TenantAsync("secrets");
        string first = await HookAsync(client, receiver.Url);
        Assert.DoesNotContain("whsec_", await client.GetStringAsync("/v1/webhooks/h") + await client.GetStringAsync("/v1/webhooks") + await client.GetStringAsync("/v1/webhooks/h/deliveries"), StringComparison.Ordinal);
        var rotated = await (await client.PostAsync("/v1/webhooks/h/rotate-secret", null)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        (await client.PostAsync("/v1/webhooks/h/ping", null)).EnsureSuccessStatusCode();
        var ping = (await receiver.AwaitAsync(seen => seen.Count == 1))[0];
        Assert.True(ping.IsSignedWith(first) && ping.IsSignedWith(rotated.GetProperty("secret").GetString()!));
    }

    [Fact]
    public async Task Tenant_IsNeverToldOfAnother_AndWhatIsDeletedIsToldNothing()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var (one, other) = (await Server.TenantAsync("teller"), await Server.TenantAsync("listener"));
        await HookAsync(other, receiver.Url);
        await HookAsync(one, receiver.Url);
        Assert.Equal(HttpStatusCode.NoContent, (await one.DeleteAsync("/v1/webhooks/h")).StatusCode);
        await TestServer.ProblemAsync(await one.GetAsync("/v1/webhooks/h"), 404, "webhook-not-found");
        await TestServer.ProblemAsync(await one.DeleteAsync("/v1/webhooks/h"), 404, "webhook-not-found");
        await RunAsync(one, 1);
        (await other.PostAsync("/v1/webhooks/h/ping", null)).EnsureSuccessStatusCode();
        Assert.Equal(WebhookEvents.Ping, Assert.Single(await receiver.AwaitAsync(seen => seen.Count > 0)).Type);
        Assert.Empty((await one.GetFromJsonAsync<JsonElement>("/v1/webhooks")).GetProperty("webhooks").EnumerateArray());
    }

    [Theory]
    [InlineData("""{"url": "ftp://example.com/x"}""")]
    [InlineData("""{"url": "https://user:secret@example.com/"}""")]
    [InlineData("""{"url": "nonsense"}""")]
    [InlineData("""{"url": "https://example.com/", "events": ["job.exploded"]}""")]
    [InlineData("""{"url": "https://example.com/", "events": []}""")]
    public async Task Settings_ThatCannotBeUsed_AreRefused_AndLeaveNoWebhook(string body)
    {
        var client = await Server.TenantAsync("refused");
        await TestServer.ProblemAsync(await client.PutAsync("/v1/webhooks/r", new StringContent(body, null, "application/json")), 422, "invalid-webhook");
        await TestServer.ProblemAsync(await client.GetAsync("/v1/webhooks/r"), 404, "webhook-not-found");
    }

    private static async Task<string> HookAsync(HttpClient client, string url, params string[] events)
    {
        var answer = await client.PutAsJsonAsync("/v1/webhooks/h", new { url, events = events.Length == 0 ? null : events });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString()!;
    }

    private async Task RunAsync(HttpClient client, int images)
    {
        await Server.PrepareAsync(client, images);
        await TestServer.StartAsync(client, "j");
        await TestServer.AwaitAsync(client, "j", "completed");
    }

    private static async Task<JsonElement> DeliveriesAsync(HttpClient client, Func<JsonElement, bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var all = (await client.GetFromJsonAsync<JsonElement>("/v1/webhooks/h/deliveries", limit.Token)).GetProperty("deliveries").EnumerateArray().ToArray();
            if (all.Length > 0 && all.Any(isSo)) return all.First(isSo);
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>A server whose receivers are on this machine.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        /// <summary>A tenant whose webhooks cannot be told anything.</summary>
        public const string Deaf = "deaf";

        public Fixture() => Server = new() { Configure = Configure };

        public TestServer Server { get; }

        public bool IsDeaf { get; set; } = true;

        private void Configure(ISiloBuilder silo)
        {
            silo.Configure<WebhookOptions>(hooks =>
                (hooks.AllowHttp, hooks.AllowPrivateTargets, hooks.FirstPause, hooks.LongestPause) = (true, true, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)));
            silo.AddIncomingGrainCallFilter(context =>
                IsDeaf && context.InterfaceMethod.Name == nameof(IWebhooksGrain.TakeAsync) && context.TargetId.Key.ToString() == Deaf
                    ? throw new StorageException("The storage is away.", StorageFault.Unavailable)
                    : context.Invoke());
        }

        public ValueTask InitializeAsync() => Server.InitializeAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
