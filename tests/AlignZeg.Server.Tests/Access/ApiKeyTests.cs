using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AlignZeg.Abstractions.Access;

namespace AlignZeg.Server.Tests.Access;

public sealed class ApiKeyTests(TestServer server)
{
    [Fact]
    public void Key_IsReadBack_AndHidesItsSecret()
    {
        var key = ApiKey.Create("a_b-c.d");
        Assert.True(ApiKey.TryParse(key.Reveal(), out var read));
        Assert.Equal((key.Tenant, key.Id, key.SecretHash), (read.Tenant, read.Id, read.SecretHash));
        Assert.DoesNotContain(key.Reveal()[^64..], $"{key} {key.SecretHash}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("alz_")]
    [InlineData("alz_a.b_c")]
    [InlineData("alz_.b_0123456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("alz_../x.b_0123456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("alz_a.b_X123456789012345678901234567890123456789012345678901234567890123")]
    public void TextThatIsNoKey_IsNone(string text) => Assert.False(ApiKey.TryParse(text, out _));

    [Fact]
    public async Task RevokedKey_IsRefusedAtOnce()
    {
        var (id, key) = await server.KeyAsync("revoked", "read");
        var client = server.Client(key);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/v1/jobs")).StatusCode);
        (await server.Admin().DeleteAsync($"/v1/tenants/revoked/keys/{id}")).EnsureSuccessStatusCode();
        await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs"), 401, "unauthenticated");
    }

    [Fact]
    public async Task RotatedKey_HasItsScopes_AndTheOldOneEnds()
    {
        var (id, key) = await server.KeyAsync("rotated", "label");
        var answer = await server.Admin().PostAsJsonAsync($"/v1/tenants/rotated/keys/{id}/rotate", new { overlap_seconds = 0 });
        var successor = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString();
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client(key).GetAsync("/v1/jobs")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await server.Client(successor).PutAsync("/v1/vocabularies/v", new StringContent(TestServer.Vocabulary))).StatusCode);
        await TestServer.ProblemAsync(await server.Admin().PostAsJsonAsync($"/v1/tenants/rotated/keys/{id}/rotate", new { }), 404, "key-not-found");
    }

    [Fact]
    public async Task AdminScope_IsForOperatorsOnly_AndSecretsAreNotStored()
    {
        await TestServer.ProblemAsync(await server.Admin().PostAsJsonAsync("/v1/tenants/greedy/keys", new { scopes = new[] { "admin" } }), 422, "invalid-key");
        var (_, key) = await server.KeyAsync("hidden", "read");
        string[] files = Directory.GetFiles(Path.Combine(server.DirectoryPath, "data"), "*", SearchOption.AllDirectories);
        Assert.Empty(files.Where(file => TextOf(file).Contains(key[^64..], StringComparison.Ordinal)));
        Assert.DoesNotContain(key[^64..], await server.Admin().GetStringAsync("/v1/tenants/hidden/keys"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AdministrativeCalls_AreWrittenDown_WithTheirOutcome()
    {
        var (id, _) = await server.KeyAsync("audited", "read");
        await server.Admin().DeleteAsync("/v1/tenants/audited/keys/none");
        var lines = Directory.EnumerateFiles(Path.Combine(server.DirectoryPath, "data", "audit")).SelectMany(File.ReadAllLines).Where(line => line.Contains("/v1/tenants/audited/", StringComparison.Ordinal)).ToList();
        Assert.Equal(["asked", "answered", "asked", "answered"], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()));
        Assert.Contains("\"outcome\":\"done\"", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"key-not-found\"", lines[3], StringComparison.Ordinal);
        Assert.NotEmpty(id);
    }

    // The server goes on writing meanwhile: locks are held, and empty, and what was written beside its place is renamed.
    private static string TextOf(string file)
    {
        try
        {
            return file.Contains($"{Path.DirectorySeparatorChar}.locks{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "" : File.ReadAllText(file);
        }
        catch (FileNotFoundException)
        {
            return "";
        }
    }
}
