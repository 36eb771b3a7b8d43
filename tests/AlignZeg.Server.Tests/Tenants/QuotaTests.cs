using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace AlignZeg.Server.Tests.Tenants;

/// <summary>A server of its own: it holds up the device.</summary>
public sealed class QuotaTests : IAsyncLifetime
{
    private readonly TestServer _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task JobOverTheQuota_IsRefusedUntilTheDayEnds_AndStartsWhenTheQuotaIsRaised()
    {
        var client = await _server.TenantAsync("small");
        await _server.PrepareAsync(client, 20);
        await QuotasAsync("small", new { images_per_day = 10 });
        var refused = await PostAsync(client, "j");
        var problem = await TestServer.ProblemAsync(refused, 429, "quota-exceeded");
        Assert.Equal(("images", 20, 10), (problem.GetProperty("quota").GetString(), problem.GetProperty("used").GetInt32(), problem.GetProperty("limit").GetInt32()));
        AssertEndsWithTheDay(refused.Headers.RetryAfter!.Delta!.Value);
        await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/j"), 404, "job-not-found");
        Assert.Empty((await client.GetFromJsonAsync<JsonElement>("/v1/jobs")).GetProperty("names").EnumerateArray());
        await QuotasAsync("small", new { images_per_day = 20 });
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(client, "j")).StatusCode);
        Assert.Equal(20, (await TestServer.AwaitAsync(client, "j", "completed")).GetProperty("ok").GetInt32());
        await TestServer.ProblemAsync(await PostAsync(client, "another"), 429, "quota-exceeded"); // all is used up now
    }

    [Fact]
    public async Task JobWhoseQuotaIsUsedUp_Waits_SaysSo_AndGoesOn()
    {
        using var batches = new SemaphoreSlim(0);
        _server.Segmenters.BeforeBatch = _ => batches.Wait(TimeSpan.FromSeconds(60));
        var client = await _server.TenantAsync("waits");
        await _server.PrepareAsync(client, 20);
        await TestServer.StartAsync(client, "j");
        batches.Release(2);
        await TestServer.AwaitAsync(client, "j", view => view.GetProperty("ok").GetInt32() >= 2);
        await QuotasAsync("waits", new { images_per_day = 1 });
        string sentence = (await TestServer.AwaitAsync(client, "j", "waiting")).GetProperty("problem").GetString()!;
        Assert.Matches("^The tenant 'waits' has used [0-9]+ of 1 images today; it goes on at .* UTC, or when the quota is raised.$", sentence);
        await QuotasAsync("waits", new { });
        batches.Release(1_000);
        await TestServer.AwaitAsync(client, "j", "completed");
    }

    [Fact]
    public async Task Usage_IsSeenByItsTenant_AndByOperators()
    {
        var client = await _server.TenantAsync("used");
        await _server.PrepareAsync(client, 3);
        await QuotasAsync("used", new { images_per_day = 100, running_jobs = 2 });
        await TestServer.StartAsync(client, "j");
        await TestServer.AwaitAsync(client, "j", "completed");
        var own = await client.GetFromJsonAsync<JsonElement>("/v1/usage");
        foreach (string sum in new[] { "total", "today", "ever" }) Assert.Equal(3, own.GetProperty(sum).GetProperty("images").GetInt32());
        Assert.Equal(3, own.GetProperty("days")[0].GetProperty("usage").GetProperty("images").GetInt32());
        Assert.True(own.GetProperty("total").GetProperty("pixels").GetInt64() > 0);
        Assert.Equal((100, 2), (own.GetProperty("quotas").GetProperty("images_per_day").GetInt32(), own.GetProperty("quotas").GetProperty("running_jobs").GetInt32()));
        Assert.Equal(own.ToString(), (await _server.Admin().GetFromJsonAsync<JsonElement>("/v1/tenants/used/usage")).ToString());
        Assert.Empty((await client.GetFromJsonAsync<JsonElement>("/v1/usage?from=2001-01-01&to=2001-12-31")).GetProperty("days").EnumerateArray());
        await TestServer.ProblemAsync(await client.GetAsync("/v1/usage?from=2002-01-01&to=2001-12-31"), 400, "invalid-request");
        await TestServer.ProblemAsync(await client.GetAsync("/v1/usage?from=soon"), 400, "invalid-request");
    }

    [Fact]
    public async Task Terms_OutOfTheirRange_AreRefused()
    {
        var admin = _server.Admin();
        await TestServer.ProblemAsync(await admin.PutAsJsonAsync("/v1/tenants/t/quotas", new { images_per_day = -1 }), 422, "invalid-terms");
        await TestServer.ProblemAsync(await admin.PutAsJsonAsync("/v1/tenants/t/weight", new { weight = 0 }), 422, "invalid-terms");
        (await admin.PutAsJsonAsync("/v1/tenants/t/weight", new { weight = 2.5 })).EnsureSuccessStatusCode();
        Assert.Equal(2.5, (await admin.GetFromJsonAsync<JsonElement>("/v1/tenants/t/weight")).GetProperty("weight").GetDouble());
        (await admin.PutAsJsonAsync("/v1/tenants/t/quotas", new { device_seconds_per_day = 1.5 })).EnsureSuccessStatusCode();
        Assert.Equal("""{"device_seconds_per_day":1.5}""", await admin.GetStringAsync("/v1/tenants/t/quotas"));
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string id) => client.PostAsJsonAsync("/v1/jobs", new { id, dataset = "d", vocabulary = "v", model = "tiny" });

    private async Task QuotasAsync(string tenant, object quotas) => (await _server.Admin().PutAsJsonAsync($"/v1/tenants/{tenant}/quotas", quotas)).EnsureSuccessStatusCode();

    // Counted from now, a little after it was said.
    private static void AssertEndsWithTheDay(TimeSpan wait)
    {
        Assert.InRange(wait, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        var end = TimeProvider.System.GetUtcNow() + wait;
        var midnight = new DateTimeOffset((end + TimeSpan.FromHours(12)).UtcDateTime.Date, TimeSpan.Zero);
        Assert.InRange((end - midnight).TotalSeconds, -1, 60);
    }
}
