using System.Net.Http.Json;
using System.Text.Json;

namespace AlignZeg.Server.Tests.Review;

public sealed class ReviewTests(TestServer server)
{
    [Fact]
    public async Task List_HasTheImages_ByFallingUncertainty_PageByPage()
    {
        var client = await server.TenantAsync("review");
        await server.PrepareAsync(client, 25, broken: 1);
        await TestServer.StartAsync(client, "j");
        Assert.InRange((await PageAsync(client, "")).GetProperty("images").GetArrayLength(), 0, 25); // while it runs
        await TestServer.AwaitAsync(client, "j", "completed");
        var expected = await RecordsAsync(client);
        var read = new List<(int, double)>();
        string after = "";
        for (JsonElement page; ; after = "&after=" + page.GetProperty("next").GetString())
        {
            page = await PageAsync(client, "limit=7" + after);
            read.AddRange(page.GetProperty("images").EnumerateArray().Select(Of));
            if (!page.TryGetProperty("next", out _)) break;
        }

        Assert.Equal(25, read.Count);
        Assert.Equal(expected.OrderByDescending(one => one.Uncertainty).ThenBy(one => one.Index), read);
        await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/j/review?after=x"), 400, "invalid-cursor");
        await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/none/review"), 404, "job-not-found");
    }

    private static async Task<List<(int Index, double Uncertainty)>> RecordsAsync(HttpClient client)
    {
        var records = new List<(int, double)>();
        for (string after = ""; ;)
        {
            var answer = await client.GetAsync($"/v1/jobs/j/results?after={after}");
            var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);
            records.AddRange(lines.Where(line => line.GetProperty("status").GetString() == "ok").Select(Of));
            if (answer.Headers.GetValues("X-End").Single() == "true") return records;
            after = answer.Headers.GetValues("X-Next-Cursor").Single();
        }
    }

    private static (int Index, double Uncertainty) Of(JsonElement image) => (image.GetProperty("index").GetInt32(), image.GetProperty("uncertainty").GetDouble());

    private static Task<JsonElement> PageAsync(HttpClient client, string query) => client.GetFromJsonAsync<JsonElement>("/v1/jobs/j/review?" + query);
}
