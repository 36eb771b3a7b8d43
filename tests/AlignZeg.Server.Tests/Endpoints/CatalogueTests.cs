using System.Net.Http.Json;
using System.Text.Json;

namespace AlignZeg.Server.Tests.Endpoints;

public sealed class CatalogueTests(TestServer server)
{
    [Fact]
    public async Task Lists_HaveEveryNameOnce_InOrdinalOrder_PageByPage()
    {
        var client = await server.TenantAsync("lists");
        string[] names = ["a", "a-b", "a.b", "B", "a_b", "z"]; // where '-', '.' and the end of a name sort differently with an extension behind them
        foreach (string name in names.Concat(names))
            (await client.PutAsync($"/v1/vocabularies/{name}", new StringContent(TestServer.Vocabulary))).EnsureSuccessStatusCode();
        var (found, after) = (new List<string>(), "");
        for (int pages = 1; after is not null; pages++)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/v1/vocabularies?limit=1&after={after}");
            found.AddRange(page.GetProperty("names").EnumerateArray().Select(name => name.GetString()!));
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
            Assert.InRange(pages, 1, names.Length);
        }

        Assert.Equal(names.Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public async Task Lists_AreThoseOfTheTenant_AndDoNotLookAtGrainState()
    {
        var client = await server.TenantAsync("listed");
        await server.PrepareAsync(client, 1);
        await TestServer.StartAsync(client, "j");
        await TestServer.AwaitAsync(client, "j", "completed");
        foreach (string folder in Directory.GetDirectories(Path.Combine(server.DirectoryPath, "data", "state"), "listed", SearchOption.AllDirectories)) Directory.Delete(folder, recursive: true);
        foreach (var (list, name) in new[] { ("vocabularies", "v"), ("datasets", "d"), ("jobs", "j"), ("models", "tiny") })
            Assert.Equal([name], (await client.GetFromJsonAsync<JsonElement>($"/v1/{list}")).GetProperty("names").EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task Tenants_AreThoseThatWereGivenAKey()
    {
        await server.KeyAsync("tenant-of-the-list", "read");
        foreach (string tenant in new[] { "tenant-of-the-list", "operator" }) // the operator was given the first of all
        {
            var page = await server.Admin().GetFromJsonAsync<JsonElement>($"/v1/tenants?after={tenant[..^1]}&limit=1");
            Assert.Equal([tenant], page.GetProperty("names").EnumerateArray().Select(name => name.GetString()));
        }
    }
}
