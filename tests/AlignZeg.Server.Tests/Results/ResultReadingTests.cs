using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace AlignZeg.Server.Tests.Results;

public sealed class ResultReadingTests(TestServer server)
{
    [Fact]
    public async Task Pages_GiveEveryRecordOnce_AndAnyCursorStaysValid()
    {
        var client = await server.TenantAsync("pages");
        await server.PrepareAsync(client, 25);
        await TestServer.StartAsync(client, "j");
        var first = await ReadAsync(client, "");
        Assert.Equal(Enumerable.Range(0, 25), first.Indices.Order());
        var again = await ReadAsync(client, first.Cursors[1]); // given while the job may have been running
        Assert.Equal(first.Indices.Skip(first.Counts[1]).Order(), again.Indices.Order());
        Assert.Equal("completed", (await client.GetFromJsonAsync<JsonElement>("/v1/jobs/j")).GetProperty("phase").GetString());
        await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/j/results?after=nonsense!"), 400, "invalid-cursor");
    }

    [Fact]
    public async Task Stream_CutAndResumed_GivesEveryRecordOnce_WhileTheJobRuns()
    {
        var client = await server.TenantAsync("stream");
        await server.PrepareAsync(client, 35);
        await TestServer.StartAsync(client, "j");
        var seen = new List<int>();
        string last = "";
        for (int connections = 0; ; connections++)
        {
            var (ids, end) = await StreamAsync(client, last, take: 3, seen);
            if (ids.Length > 0) last = ids;
            if (end) break;
            Assert.InRange(connections, 0, 40);
        }

        Assert.Equal(Enumerable.Range(0, 35), seen.Order());
        var replay = new List<int>();
        await StreamAsync(client, "", take: 100, replay); // a second consumer, from the start
        Assert.Equal(seen.Order(), replay.Order());
        using var over = Request(last);
        Assert.Equal(HttpStatusCode.NoContent, (await client.SendAsync(over)).StatusCode);
    }

    [Fact]
    public async Task Stream_OfARevokedKey_Ends()
    {
        var owner = await server.TenantAsync("cut-off");
        await server.PrepareAsync(owner, 2);
        await TestServer.StartAsync(owner, "j");
        await owner.PostAsync("/v1/jobs/j/pause", null);
        var (id, key) = await server.KeyAsync("cut-off", "read");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var request = Request("");
        using var answer = await server.Client(key).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        (await server.Admin().DeleteAsync($"/v1/tenants/cut-off/keys/{id}")).EnsureSuccessStatusCode();
        await answer.Content.ReadAsStringAsync(limit.Token); // ends, although the job does not
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Mask_IsHadByLink_WithoutAKey_AndForgedLinksAreRefused()
    {
        var client = await server.TenantAsync("links");
        await server.PrepareAsync(client, 1);
        await TestServer.StartAsync(client, "j");
        var record = JsonDocument.Parse(await client.GetStringAsync("/v1/jobs/j/results?wait=20")).RootElement;
        string mask = record.GetProperty("mask").GetString()!;
        var link = await client.GetFromJsonAsync<JsonElement>("/v1/jobs/j/links/" + mask["tenants/links/jobs/j/".Length..]);
        var anyone = server.Client(null);
        string url = link.GetProperty("url").GetString()!;
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(server.DirectoryPath, "data", mask)), await anyone.GetByteArrayAsync(url));
        await TestServer.ProblemAsync(await anyone.GetAsync(url.Replace("expires=", "expires=9", StringComparison.Ordinal)), 403, "link-expired");
        await TestServer.ProblemAsync(await anyone.GetAsync(url.Replace(".png", ".pnh", StringComparison.Ordinal)), 403, "link-expired");
        await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/j/links/results/000000.jsonl"), 404, "file-not-found");
        await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/j/links/masks/..%5c..%5cx.png"), 404, "file-not-found");
        await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/j/links/masks%2F..%2F..%2Fx.png"), 404, "file-not-found");
        Assert.True((await client.GetAsync("/v1/jobs/j/links/" + Uri.EscapeDataString(mask))).IsSuccessStatusCode); // as records name it, and as generated clients write it
    }

    [Fact]
    public async Task Job_StartedTwice_IsOneJob_AndAnotherRequestIsAConflict()
    {
        var client = await server.TenantAsync("twice");
        await server.PrepareAsync(client, 1);
        var body = new { dataset = "d", vocabulary = "v", model = "tiny" };
        client.DefaultRequestHeaders.Add("Idempotency-Key", "once");
        var first = await client.PostAsJsonAsync("/v1/jobs", body);
        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        (await client.PutAsync("/v1/vocabularies/v", new StringContent("""["a newer", "one"]"""))).EnsureSuccessStatusCode();
        Assert.Equal(first.Headers.Location, (await client.PostAsJsonAsync("/v1/jobs", body)).EnsureSuccessStatusCode().Headers.Location);
        await TestServer.ProblemAsync(await client.PostAsJsonAsync("/v1/jobs", new { dataset = "d", vocabulary = "v", vocabulary_version = 2, model = "tiny" }), 409, "job-conflict");
        Assert.Equal(1, (await client.GetFromJsonAsync<JsonElement>("/v1/jobs")).GetProperty("names").GetArrayLength());
    }

    [Fact]
    public async Task Vocabulary_HasETags()
    {
        var client = await server.TenantAsync("etags");
        var created = await client.PutAsync("/v1/vocabularies/v", new StringContent(TestServer.Vocabulary));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.PutAsync("/v1/vocabularies/v", new StringContent(TestServer.Vocabulary))).StatusCode);
        using var unchanged = new HttpRequestMessage(HttpMethod.Get, "/v1/vocabularies/v") { Headers = { IfNoneMatch = { created.Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(unchanged)).StatusCode);
        using var stale = new HttpRequestMessage(HttpMethod.Put, "/v1/vocabularies/v") { Headers = { IfMatch = { new("\"another\"") } }, Content = new StringContent("[\"x\"]") };
        await TestServer.ProblemAsync(await client.SendAsync(stale), 412, "stale-version");
    }

    [Fact]
    public async Task Vocabulary_OfTwoEditors_OneIsToldOfTheOther_AndARepeatedCallIsNoConflict()
    {
        var client = await server.TenantAsync("editors");
        Assert.Equal(HttpStatusCode.Created, (await PutAsync("x", "If-None-Match", "*")).StatusCode);
        var latest = await PutAsync("x", "If-None-Match", "*"); // a client that did not hear the answer
        Assert.Equal(HttpStatusCode.OK, latest.StatusCode);
        await TestServer.ProblemAsync(await PutAsync("y", "If-None-Match", "*"), 412, "stale-version");
        for (int round = 0; round < 5; round++)
        {
            string seen = latest.Headers.ETag!.Tag;
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(editor => PutAsync($"{round} {editor}", "If-Match", seen)));
            latest = Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
            foreach (var answer in answers.Except([latest])) await TestServer.ProblemAsync(answer, 412, "stale-version");
            Assert.Equal(HttpStatusCode.OK, (await PutAsync($"{round} {Array.IndexOf(answers, latest)}", "If-Match", seen)).StatusCode);
        }

        async Task<HttpResponseMessage> PutAsync(string name, string header, string value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/vocabularies/v") { Content = new StringContent($"[\"{name}\"]") };
            request.Headers.TryAddWithoutValidation(header, value);
            return await client.SendAsync(request);
        }
    }

    private static async Task<(List<string> Cursors, List<int> Counts, List<int> Indices)> ReadAsync(HttpClient client, string from)
    {
        var (cursors, counts, indices) = (new List<string> { from }, new List<int> { 0 }, new List<int>());
        for (bool end = false; !end;)
        {
            var answer = (await client.GetAsync($"/v1/jobs/j/results?limit=4&wait=10&after={cursors[^1]}")).EnsureSuccessStatusCode();
            indices.AddRange(Indices(await answer.Content.ReadAsStringAsync()));
            cursors.Add(answer.Headers.GetValues("X-Next-Cursor").Single());
            counts.Add(indices.Count);
            end = answer.Headers.GetValues("X-End").Single() == "true";
        }

        return (cursors, counts, indices);
    }

    private static async Task<(string Last, bool End)> StreamAsync(HttpClient client, string last, int take, List<int> seen)
    {
        using var request = Request(last);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (answer.StatusCode == HttpStatusCode.NoContent) return (last, true);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        string id = last;
        for (int taken = 0; taken < take && await lines.ReadLineAsync() is { } line;)
        {
            if (line == "event: end") return (id, true);
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
            seen.AddRange(Indices(line[6..]));
            taken++;
        }

        return (id, false); // the connection is dropped here, in mid-stream
    }

    private static HttpRequestMessage Request(string last)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/jobs/j/results");
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (last.Length > 0) request.Headers.Add("Last-Event-ID", last);
        return request;
    }

    private static IEnumerable<int> Indices(string ndjson) =>
        ndjson.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("index").GetInt32());
}
