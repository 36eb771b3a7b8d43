using System.Net.Http.Json;
using System.Text.Json;

namespace AlignZeg.Server.Tests.Jobs;

public sealed class JobRetryTests(TestServer server)
{
    private const int Whole = 17, Broken = 6; // shards of 10: one whole, one mixed, one of broken ones only

    [Fact]
    public async Task Retry_GivesOnlyTheNewTries_ToWhoHadReadAll_AndEndsAgain()
    {
        var client = await StartAsync("retries");
        var (all, cursor) = await ReadToEndAsync(client, "");
        Assert.Equal(Whole + Broken, all.Count);
        Assert.Empty((await ReadToEndAsync(client, cursor)).Records);
        await RetryAsync(client, new { number = 1 });
        var (again, later) = await ReadToEndAsync(client, cursor);
        Assert.Equal(Enumerable.Range(Whole, Broken), again.Select(record => record.GetProperty("index").GetInt32()).Order());
        Assert.All(again, record => Assert.Equal(2, record.GetProperty("attempt").GetInt32()));
        Assert.Empty((await ReadToEndAsync(client, later)).Records);
        Assert.Equal(Whole + 2 * Broken, (await ReadToEndAsync(client, "")).Records.Count);
    }

    [Fact]
    public async Task Stream_GoesOnAfterARetry_FromTheLastEventOfTheFirstRun()
    {
        var client = await StartAsync("retried-stream");
        var (first, last) = await StreamAsync(client, "");
        Assert.Equal(Whole + Broken, first.Count);
        using var over = await client.SendAsync(Request(last));
        Assert.Equal(204, (int)over.StatusCode);
        await RetryAsync(client, new { });
        Assert.Equal(Enumerable.Range(Whole, Broken), (await StreamAsync(client, last)).Indices.Order());
    }

    [Fact]
    public async Task Retry_OfANumber_IsMadeOnce_AndOfOtherReasonsNotAtAll()
    {
        var client = await StartAsync("numbered");
        await TestServer.AwaitAsync(client, "j", "completed");
        Assert.Equal(0, (await RetryAsync(client, new { reasons = new[] { "no_such_reason" } })).GetProperty("retries").GetInt32());
        for (int time = 0; time < 2; time++) Assert.Equal(1, (await RetryAsync(client, new { number = 1 })).GetProperty("retries").GetInt32());
        Assert.Equal(Broken, (await TestServer.AwaitAsync(client, "j", "completed")).GetProperty("failed").GetInt32());
        await TestServer.ProblemAsync(await client.PostAsJsonAsync("/v1/jobs/j/retry", new { number = 0 }), 400, "invalid-request");
    }

    [Fact]
    public async Task Failures_ArePaged_WithReasonAndMessage()
    {
        var client = await StartAsync("failures");
        await TestServer.AwaitAsync(client, "j", "completed");
        var (found, after) = (new List<JsonElement>(), "");
        for (int pages = 1; after is not null; pages++)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/v1/jobs/j/failures?limit=2&after={after}");
            found.AddRange(page.GetProperty("failures").EnumerateArray());
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
            Assert.InRange(pages, 1, Broken + 2);
        }

        Assert.Equal(Enumerable.Range(Whole, Broken), found.Select(failure => failure.GetProperty("index").GetInt32()).Order());
        Assert.All(found, failure => Assert.NotEqual("", failure.GetProperty("reason").GetString() + failure.GetProperty("message").GetString()));
        foreach (string wrong in new[] { "x", "1", "1.2.3", "-1.0", "99999999999.0" })
            await TestServer.ProblemAsync(await client.GetAsync($"/v1/jobs/j/failures?after={wrong}"), 400, "invalid-cursor");
    }

    private async Task<HttpClient> StartAsync(string tenant)
    {
        var client = await server.TenantAsync(tenant);
        await server.PrepareAsync(client, Whole, Broken);
        await TestServer.StartAsync(client, "j");
        return client;
    }

    private static async Task<JsonElement> RetryAsync(HttpClient client, object body) =>
        await (await client.PostAsJsonAsync("/v1/jobs/j/retry", body)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();

    private static async Task<(List<JsonElement> Records, string Cursor)> ReadToEndAsync(HttpClient client, string cursor)
    {
        var records = new List<JsonElement>();
        for (bool end = false; !end;)
        {
            var answer = (await client.GetAsync($"/v1/jobs/j/results?limit=4&wait=20&after={cursor}")).EnsureSuccessStatusCode();
            records.AddRange((await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement));
            cursor = answer.Headers.GetValues("X-Next-Cursor").Single();
            end = answer.Headers.GetValues("X-End").Single() == "true";
        }

        return (records, cursor);
    }

    private static async Task<(List<int> Indices, string Last)> StreamAsync(HttpClient client, string last)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var answer = await client.SendAsync(Request(last), HttpCompletionOption.ResponseHeadersRead, limit.Token);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(limit.Token));
        var indices = new List<int>();
        while (await lines.ReadLineAsync(limit.Token) is { } line && line != "event: end")
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) last = line[4..];
            if (line.StartsWith("data: ", StringComparison.Ordinal)) indices.Add(JsonDocument.Parse(line[6..]).RootElement.GetProperty("index").GetInt32());
        }

        return (indices, last);
    }

    private static HttpRequestMessage Request(string last)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/jobs/j/results") { Headers = { { "Accept", "text/event-stream" } } };
        if (last.Length > 0) request.Headers.Add("Last-Event-ID", last);
        return request;
    }
}
