using System.Net.Http.Json;
using System.Text.Json;
using AlignZeg.Grains.Tests.Labelling;

namespace AlignZeg.Server.Tests.Endpoints;

public sealed class TokenTests(TestServer server)
{
    private static readonly string Long = string.Join(' ', Enumerable.Repeat("word", 20));
    private static readonly string Words = $$"""{"classes": ["cat", {"name": "red bird", "synonyms": ["{{Long}}"]}, {"name": "other", "background": true}, "dog"]}""";

    [Fact]
    public async Task LongText_IsRefused_UntilItMayBeCutOff_AndThatIsPartOfTheVersion()
    {
        var client = await server.TenantAsync("tokens-put");
        var problem = await TestServer.ProblemAsync(await client.PutAsync("/v1/vocabularies/v?model=tiny", new StringContent(Words)), 422, "text-too-long");
        Assert.Contains("'red bird'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains($"has 21 tokens, and the model reads {FakeSegmenter.Context}", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty((await client.GetFromJsonAsync<JsonElement>("/v1/vocabularies/v/versions")).EnumerateArray()); // nothing was published
        await TestServer.ProblemAsync(await client.PutAsync("/v1/vocabularies/v?model=nothing", new StringContent(Words)), 404, "model-not-found");
        await TestServer.ProblemAsync(await client.PutAsync("/v1/vocabularies/v?truncate=perhaps", new StringContent(Words)), 400, "invalid-request");
        (await client.PutAsync("/v1/vocabularies/v?model=tiny&truncate=allow", new StringContent(Words))).EnsureSuccessStatusCode();
        Assert.True((await client.GetFromJsonAsync<JsonElement>("/v1/vocabularies/v")).GetProperty("vocabulary").GetProperty("truncate").GetBoolean());
    }

    [Fact]
    public async Task LongText_IsRefused_WhereItIsTried()
    {
        var client = await server.TenantAsync("tokens-try");
        using var image = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new("application/octet-stream") } };
        await TestServer.ProblemAsync(await client.PostAsync($"/v1/segment?model=tiny&class={Uri.EscapeDataString(Long)}", image), 422, "text-too-long");
        (await client.PutAsync("/v1/vocabularies/v", new StringContent(Words))).EnsureSuccessStatusCode();
        using var again = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new("application/octet-stream") } };
        await TestServer.ProblemAsync(await client.PostAsync("/v1/segment?model=tiny&vocabulary=v", again), 422, "text-too-long");
    }

    [Fact]
    public async Task Tokens_AreToldOfEveryText_PageByPage()
    {
        var client = await server.TenantAsync("tokens-get");
        (await client.PutAsync("/v1/vocabularies/v", new StringContent(Words))).EnsureSuccessStatusCode();
        var first = await client.GetFromJsonAsync<JsonElement>("/v1/vocabularies/v/tokens?model=tiny&limit=2");
        Assert.Equal((1, false, 1), (first.GetProperty("version").GetInt32(), first.GetProperty("truncate").GetBoolean(), first.GetProperty("next").GetInt32()));
        var bird = first.GetProperty("classes")[1];
        Assert.Equal((1, 21, FakeSegmenter.Context, true), (bird.GetProperty("id").GetInt32(), bird.GetProperty("tokens").GetInt32(), bird.GetProperty("context").GetInt32(), bird.GetProperty("truncated").GetBoolean()));
        Assert.Equal([("red bird", 3, "a {}", false), (Long, 21, "a {}", true)], bird.GetProperty("texts").EnumerateArray().Select(one =>
            (one.GetProperty("text").GetString(), one.GetProperty("tokens").GetInt32(), one.GetProperty("template").GetString(), one.GetProperty("truncated").GetBoolean())));
        var last = await client.GetFromJsonAsync<JsonElement>("/v1/vocabularies/v/tokens?model=tiny&after=1");
        Assert.Equal([3], last.GetProperty("classes").EnumerateArray().Select(one => one.GetProperty("id").GetInt32())); // not the background
        Assert.False(last.TryGetProperty("next", out var next) && next.ValueKind != JsonValueKind.Null);
        await TestServer.ProblemAsync(await client.GetAsync("/v1/vocabularies/none/tokens?model=tiny"), 404, "vocabulary-not-found");
    }
}
