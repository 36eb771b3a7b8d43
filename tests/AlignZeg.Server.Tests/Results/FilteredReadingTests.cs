using System.Text.Json;

namespace AlignZeg.Server.Tests.Results;

public sealed class FilteredReadingTests(TestServer server)
{
    [Fact]
    public async Task Pages_GiveWhatTheFilterTakes_AndNothingTwice()
    {
        var client = await PreparedAsync("filtered-pages");
        var failed = await ReadAsync(client, "status=failed");
        Assert.Equal(3, failed.Count);
        Assert.All(failed, record => Assert.Equal("failed", record.GetProperty("status").GetString()));
        var labelled = await ReadAsync(client, "status=ok");
        Assert.Equal(12, labelled.Select(record => record.GetProperty("index").GetInt32()).Distinct().Count());
        Assert.Empty(await ReadAsync(client, "status=failed&min_confidence=0"));
        string present = labelled[0].GetProperty("classes")[0].GetProperty("name").GetString()!;
        var expected = labelled.Count(record => record.GetProperty("classes").EnumerateArray().Any(one => one.GetProperty("name").GetString() == present));
        Assert.Equal(expected, (await ReadAsync(client, "class=" + Uri.EscapeDataString(present.ToUpperInvariant()))).Count);
    }

    [Fact]
    public async Task Page_KeepsItsFilter_InTheLinkToTheNext()
    {
        var client = await PreparedAsync("filtered-links");
        var answer = await client.GetAsync("/v1/jobs/j/results?limit=2&status=failed&min_confidence=0.5&class=red%20bird");
        if (answer.Headers.GetValues("X-End").Single() == "true") answer = await client.GetAsync("/v1/jobs/j/results?limit=2&status=failed");
        Assert.Contains("&limit=2", answer.Headers.GetValues("Link").Single(), StringComparison.Ordinal);
        Assert.Contains("&status=failed", answer.Headers.GetValues("Link").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Classes_GoByTheNamesThatResultsHave_HoweverTheyAreWritten()
    {
        var client = await server.TenantAsync("filtered-renames");
        await server.PrepareAsync(client, 4);
        (await client.PutAsync("/v1/vocabularies/v", new StringContent("""{"classes": ["cat", "dog", "red bird"], "renames": {"cat": "Caf\u00e9", "dog": "hound", "red bird": "bird"}}"""))).EnsureSuccessStatusCode();
        await TestServer.StartAsync(client, "j");
        await TestServer.AwaitAsync(client, "j", "completed");
        var all = await ReadAsync(client, "status=ok");
        foreach (string asked in new[] { "cafe\u0301", "HOUND", "bird" })
            Assert.Equal(all.Count(record => record.GetProperty("classes").EnumerateArray().Any(one => one.GetProperty("name").GetString() == (asked[0] == 'c' ? "Caf\u00e9" : asked.ToLowerInvariant()))), (await ReadAsync(client, "class=" + Uri.EscapeDataString(asked))).Count);
        await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/j/results?class=cat"), 400, "invalid-request");
    }

    [Theory]
    [InlineData("class=zebra", "near it are")]
    [InlineData("status=maybe", "'ok' or 'failed'")]
    [InlineData("min_confidence=1.5", "from 0 to 1")]
    [InlineData("min_confidence=NaN", "from 0 to 1")]
    public async Task FilterThatCannotBe_IsRefused_WithASentence(string filter, string sentence)
    {
        var client = await PreparedAsync("filtered-wrong-" + Guid.NewGuid().ToString("N")[..8], images: 1);
        var problem = await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/j/results?" + filter), 400, "invalid-request");
        Assert.Contains(sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_MovesItsId_PastWhatTheFilterLeavesOut()
    {
        var client = await PreparedAsync("filtered-stream");
        var lines = await StreamAsync(client, "/v1/jobs/j/results?status=failed");
        Assert.Equal(3, lines.Count(line => line.StartsWith("data: {\"index\"", StringComparison.Ordinal)));
        string last = lines.Last(line => line.StartsWith("id: ", StringComparison.Ordinal))[4..];
        var rest = await client.GetAsync($"/v1/jobs/j/results?after={last}"); // without a filter: nothing is left behind
        Assert.Equal("true", rest.Headers.GetValues("X-End").Single());
    }

    [Fact]
    public async Task Progress_IsShownAtChanges_AndEndsWithTheJob()
    {
        var client = await server.TenantAsync("progress");
        await server.PrepareAsync(client, 12);
        await TestServer.StartAsync(client, "j");
        await client.PostAsync("/v1/jobs/j/pause", null);
        var lines = new List<string>();
        using var answer = await client.SendAsync(new(HttpMethod.Get, "/v1/jobs/j/events"), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        while (lines.Count(line => line == ": alive") < 2) lines.Add((await reader.ReadLineAsync())!); // a paused job keeps its stream
        await client.PostAsync("/v1/jobs/j/resume", null);
        while (await reader.ReadLineAsync() is { } line) lines.Add(line);
        Assert.Equal("event: progress", lines[0]);
        Assert.Equal(1, lines.Count(line => line == "event: end"));
        var last = JsonDocument.Parse(lines.Last(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..]).RootElement;
        Assert.Equal(("completed", 12), (last.GetProperty("phase").GetString(), last.GetProperty("ok").GetInt32()));
        using var again = new HttpRequestMessage(HttpMethod.Get, "/v1/jobs/j/events") { Headers = { { "Last-Event-ID", "end" } } };
        Assert.Equal(204, (int)(await client.SendAsync(again)).StatusCode);
    }

    [Fact]
    public async Task ProgressStream_OfARevokedKey_Ends_AndOfNoJobIsAProblem()
    {
        var owner = await server.TenantAsync("progress-cut");
        await server.PrepareAsync(owner, 2);
        await TestServer.StartAsync(owner, "j");
        await owner.PostAsync("/v1/jobs/j/pause", null);
        await TestServer.ProblemAsync(await owner.GetAsync("/v1/jobs/none/events"), 404, "job-not-found");
        var (id, key) = await server.KeyAsync("progress-cut", "read");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var answer = await server.Client(key).SendAsync(new(HttpMethod.Get, "/v1/jobs/j/events"), HttpCompletionOption.ResponseHeadersRead, limit.Token);
        (await server.Admin().DeleteAsync($"/v1/tenants/progress-cut/keys/{id}")).EnsureSuccessStatusCode();
        await answer.Content.ReadAsStringAsync(limit.Token); // ends, although the job does not
    }

    private async Task<HttpClient> PreparedAsync(string tenant, int images = 12)
    {
        var client = await server.TenantAsync(tenant);
        await server.PrepareAsync(client, images, broken: 3);
        await TestServer.StartAsync(client, "j");
        await TestServer.AwaitAsync(client, "j", "completed");
        return client;
    }

    private static async Task<List<JsonElement>> ReadAsync(HttpClient client, string filter)
    {
        var records = new List<JsonElement>();
        string cursor = "";
        for (bool end = false; !end;)
        {
            var answer = (await client.GetAsync($"/v1/jobs/j/results?limit=2&{filter}&after={cursor}")).EnsureSuccessStatusCode();
            string[] lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.InRange(lines.Length, 0, 2);
            records.AddRange(lines.Select(line => JsonDocument.Parse(line).RootElement));
            cursor = answer.Headers.GetValues("X-Next-Cursor").Single();
            end = answer.Headers.GetValues("X-End").Single() == "true";
        }

        return records;
    }

    private static async Task<string[]> StreamAsync(HttpClient client, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Accept = { new("text/event-stream") } } };
        return (await (await client.SendAsync(request)).Content.ReadAsStringAsync()).Split('\n');
    }
}
