using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;

namespace AlignZeg.Server.Tests.Compression;

public sealed class CompressionTests(TestServer server)
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Json_IsCompressed_ForWhoAcceptsIt(string coding)
    {
        var client = server.Client(null);
        string plain = await client.GetStringAsync("/openapi/v1.json");
        using var answer = await SendAsync(client, "/openapi/v1.json", coding);
        Assert.Equal(coding, answer.Content.Headers.ContentEncoding.Single());
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync()).Length, 1, plain.Length / 4);
        await using var packed = await answer.Content.ReadAsStreamAsync();
        await using Stream unpacked = coding == "br" ? new BrotliStream(packed, CompressionMode.Decompress) : new GZipStream(packed, CompressionMode.Decompress);
        Assert.Equal(plain, await new StreamReader(unpacked).ReadToEndAsync());
    }

    [Fact]
    public async Task Secrets_AreNotCompressed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/tenants/squeezed/keys") { Content = JsonContent.Create(new { scopes = new[] { "read" }, note = new string('a', 2_000) }) };
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var answer = (await server.Admin().SendAsync(request)).EnsureSuccessStatusCode();
        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Manifest_MayComeCompressed()
    {
        var client = await server.TenantAsync("packed");
        await server.PrepareAsync(client, 1);
        using var nothing = Packed("{\"name\": \"a\"}");
        await TestServer.ProblemAsync(await client.PostAsync("/v1/datasets/d/versions", nothing), 422, "invalid-dataset"); // read, and found wanting
        using var vocabulary = Packed(TestServer.Vocabulary);
        (await client.PutAsync("/v1/vocabularies/packed", vocabulary)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task CompressedBody_ThatUnpacksToMoreThanTheRouteTakes_IsRefused()
    {
        var client = await server.TenantAsync("bomb");
        using var bomb = Packed(new string(' ', 50_000_000)); // 49 kB
        await TestServer.ProblemAsync(await client.PutAsync("/v1/vocabularies/v", bomb), 413, "too-large");
    }

    [Fact]
    public async Task BodyThatIsNotWhatItsCodingSays_IsRefused_WithASentence()
    {
        var client = await server.TenantAsync("miscoded");
        using var plain = Coded(Encoding.UTF8.GetBytes(TestServer.Vocabulary), "gzip");
        await TestServer.ProblemAsync(await client.PutAsync("/v1/vocabularies/v", plain), 400, "invalid-request");
        using var unknown = Coded(Encoding.UTF8.GetBytes(TestServer.Vocabulary), "zstd");
        await TestServer.ProblemAsync(await client.PutAsync("/v1/vocabularies/v", unknown), 415, "wrong-media-type");
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string address, string coding)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.ParseAdd(coding);
        return client.SendAsync(request);
    }

    private static ByteArrayContent Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return Coded(packed.ToArray(), "gzip");
    }

    private static ByteArrayContent Coded(byte[] bytes, string coding)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentEncoding.Add(coding);
        return content;
    }
}
