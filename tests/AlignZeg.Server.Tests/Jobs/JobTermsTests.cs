using System.Net.Http.Json;

namespace AlignZeg.Server.Tests.Jobs;

/// <summary>A server of its own: it holds up the device, so that the job cannot end before it is stopped.</summary>
public sealed class JobTermsTests : IAsyncLifetime
{
    private readonly TestServer _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Terms_StopAHopelessJob_AndChangedOnesLetItGoOn()
    {
        using var batches = new SemaphoreSlim(0);
        _server.Segmenters.BeforeBatch = _ => batches.Wait(TimeSpan.FromSeconds(60));
        var client = await _server.TenantAsync("terms");
        await _server.PrepareAsync(client, 17, 13, "00-broken");
        (await client.PostAsJsonAsync("/v1/jobs", new { id = "j", dataset = "d", vocabulary = "v", model = "tiny", max_failures = 0, priority = 3 })).EnsureSuccessStatusCode();
        Assert.Contains("images failed", (await TestServer.AwaitAsync(client, "j", "blocked")).GetProperty("problem").GetString(), StringComparison.Ordinal);
        await TestServer.ProblemAsync(await client.PutAsJsonAsync("/v1/jobs/j/terms", new { priority = 101 }), 422, "invalid-terms");
        (await client.PutAsJsonAsync("/v1/jobs/j/terms", new { max_failures = 100 })).EnsureSuccessStatusCode();
        batches.Release(1_000);
        Assert.Equal(17, (await TestServer.AwaitAsync(client, "j", "completed")).GetProperty("ok").GetInt32());
        await TestServer.ProblemAsync(await client.PutAsJsonAsync("/v1/jobs/none/terms", new { }), 404, "job-not-found");
    }
}
