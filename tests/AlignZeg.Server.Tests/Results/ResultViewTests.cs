using System.Net.Http.Json;
using System.Text.Json;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Server.Results;

namespace AlignZeg.Server.Tests.Results;

/// <summary>What pages ask of a job beside its results.</summary>
public sealed class ResultViewTests(TestServer server)
{
    [Fact]
    public void Sums_WeighConfidenceByPixels_AndLeaveFailuresOut()
    {
        var sums = new ClassSums();
        ResultRecord Of(ResultStatus status, params ResultClass[] classes) => new() { Index = 0, Image = "a", Status = status, Width = 10, Height = 20, Classes = classes };
        sums.Add(Of(ResultStatus.Ok, new(3, "cat", 150, 0.9), new(1, "dog", 50, 0.5)));
        sums.Add(Of(ResultStatus.Ok, new ResultClass(3, "cat", 50, 0.5)));
        sums.Add(Of(ResultStatus.Failed));
        var view = sums.View();
        Assert.Equal((2, 400), (view.Images, view.Pixels));
        Assert.Equal([(1, "dog", 1L, 50L), (3, "cat", 2L, 200L)], view.Classes.Select(one => (one.Id, one.Name, one.Images, one.Pixels)));
        Assert.Equal(0.8, view.Classes[1].Score, 9);
    }

    [Fact]
    public async Task Views_SayWhatTheResultsSay()
    {
        var client = await server.TenantAsync("views");
        await server.PrepareAsync(client, 14, broken: 2);
        await TestServer.StartAsync(client, "j");
        await client.GetFromJsonAsync<JsonElement>("/v1/jobs/j/classes"); // while it runs: what comes later is added, once
        await TestServer.AwaitAsync(client, "j", "completed");
        var records = await RecordsAsync(client);
        Assert.Equal(16, records.Count);
        foreach (string after in new[] { "", "" })
            Assert.Equal(Pixels(records), (await client.GetFromJsonAsync<JsonElement>("/v1/jobs/j/classes")).GetProperty("classes").EnumerateArray().Sum(one => one.GetProperty("pixels").GetInt64()));

        foreach (var record in records.Select(line => JsonDocument.Parse(line).RootElement))
        {
            var found = await client.GetFromJsonAsync<JsonElement>($"/v1/jobs/j/results/{record.GetProperty("index").GetInt32()}");
            Assert.Equal(record.GetProperty("image").GetString(), found.GetProperty("image").GetString());
            Assert.Equal(record.GetProperty("status").GetString(), found.GetProperty("status").GetString());
        }

        foreach (int index in new[] { -1, 16 }) await TestServer.ProblemAsync(await client.GetAsync($"/v1/jobs/j/results/{index}"), 404, "image-not-found");
        await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/j/results/first"), 400, "invalid-request");
        await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/none/results/0"), 404, "job-not-found");
    }

    [Fact]
    public async Task Request_IsWhatWasAskedFor_WithItsVersions()
    {
        var client = await server.TenantAsync("views-request");
        await server.PrepareAsync(client, 1);
        (await client.PostAsJsonAsync("/v1/jobs", new { id = "j", dataset = "d", vocabulary = "v", model = "tiny", confidence = true, priority = 7, max_failures = 3 })).EnsureSuccessStatusCode();
        var asked = await client.GetFromJsonAsync<JsonElement>("/v1/jobs/j/request");
        Assert.Equal(("d", 1, "v", 1, "tiny"), (asked.GetProperty("dataset").GetString(), asked.GetProperty("dataset_version").GetInt32(), asked.GetProperty("vocabulary").GetString(), asked.GetProperty("vocabulary_version").GetInt32(), asked.GetProperty("model").GetString()));
        Assert.Equal((true, false, 7, 3), (asked.GetProperty("confidence").GetBoolean(), asked.GetProperty("overlay").GetBoolean(), asked.GetProperty("priority").GetInt32(), asked.GetProperty("max_failures").GetInt32()));
        await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/none/request"), 404, "job-not-found");
    }

    // Left out, tiles are the platform's own for huge pictures, or those of the job as it was first started.
    [Fact]
    public async Task Request_SaysHowLargePicturesAreCut()
    {
        var client = await server.TenantAsync("views-tiling");
        await server.PrepareAsync(client, 1);
        Task<HttpResponseMessage> StartAsync(string id, object? tiling) => client.PostAsJsonAsync("/v1/jobs", new { id, dataset = "d", vocabulary = "v", model = "tiny", tiling });
        async Task<string> TilesOfAsync(string id) => (await client.GetFromJsonAsync<JsonElement>($"/v1/jobs/{id}/request")).GetProperty("tiling").GetRawText();
        foreach (var (id, tiling) in new (string, object?)[] { ("auto", null), ("off", new { size = 0 }), ("some", new { size = 512 }), ("all", new { size = 512, above = 2000, overlap = 100 }) }) (await StartAsync(id, tiling)).EnsureSuccessStatusCode();
        Assert.Equal("""{"size":4096,"above":8192,"overlap":1024}""", await TilesOfAsync("auto"));
        Assert.Equal("""{"size":0}""", await TilesOfAsync("off"));
        Assert.Equal("""{"size":512,"above":512,"overlap":128}""", await TilesOfAsync("some"));
        Assert.Equal("""{"size":512,"above":2000,"overlap":100}""", await TilesOfAsync("all"));
        foreach (string id in new[] { "auto", "off", "some", "all" }) (await StartAsync(id, null)).EnsureSuccessStatusCode();
        await TestServer.ProblemAsync(await StartAsync("off", new { size = 512 }), 409, "job-conflict");
        await TestServer.ProblemAsync(await StartAsync("odd", new { size = 512, overlap = 300 }), 422, "invalid-terms");
    }

    private static async Task<List<string>> RecordsAsync(HttpClient client)
    {
        var records = new List<string>();
        for (string after = ""; ;)
        {
            var page = await client.GetAsync($"/v1/jobs/j/results?after={after}");
            records.AddRange((await page.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
            if (page.Headers.GetValues("X-End").Single() == "true") return records;
            after = page.Headers.GetValues("X-Next-Cursor").Single();
        }
    }

    private static long Pixels(IEnumerable<string> records) => records.SelectMany(line => ResultRecord.Parse(line).Classes).Sum(one => one.Pixels);
}
