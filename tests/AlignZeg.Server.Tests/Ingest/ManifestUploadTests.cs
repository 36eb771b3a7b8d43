using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AlignZeg.Datasets.Tests.Archives;

namespace AlignZeg.Server.Tests.Ingest;

/// <summary>Lines that name uploaded images: read one by one, however many and however they are written.</summary>
public sealed class ManifestUploadTests : IAsyncLifetime
{
    private readonly string _spool = Path.Combine(Path.GetTempPath(), $"manifest-upload-{Guid.NewGuid():N}"); // not as spools begin, which others look for
    private readonly TestServer _server;

    public ManifestUploadTests() => _server = new() { Uploads = uploads => uploads.SpoolDirectory = _spool };

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        if (Directory.Exists(_spool)) Directory.Delete(_spool);
        File.Delete(_spool);
    }

    [Fact]
    public async Task Lines_MayEndAsTheyLike_AndBeLong()
    {
        var client = await _server.TenantAsync("lines");
        string hash = await UploadAsync(client);
        var body = $"\r\n{Line("b.jpg", hash)}\r\n\n  {Line("a.jpg", hash)}{new string(' ', 100_000)}\n{Line("c.jpg", hash)}";
        var version = await RegisterAsync(client, body);
        Assert.Equal(3, version.GetProperty("images").GetInt32());
        Assert.Equal(version.GetProperty("hash").GetString(), (await RegisterAsync(client, $"{Line("c.jpg", hash)}\n{Line("b.jpg", hash)}\n{Line("a.jpg", hash)}\n")).GetProperty("hash").GetString());
    }

    [Fact]
    public async Task WhatIsWrong_IsTold_WithTheLine()
    {
        var client = await _server.TenantAsync("wrong");
        string hash = await UploadAsync(client), other = new('0', 64);
        await RefusedAsync(client, $"{Line("a.jpg", hash)}\n\n{Line("b.jpg", "abc")}", "invalid-dataset", "Line 3 of the manifest needs a name and the sha256 of an uploaded image");
        await RefusedAsync(client, $"{Line("a.jpg", hash)}\n{{", "invalid-dataset", "Line 2 of the manifest is not {\"name\", \"sha256\", \"metadata\"}");
        await RefusedAsync(client, Line("a.jpg", other), "invalid-dataset", $"The image 'a.jpg' ({other}) was not uploaded; send it to /v1/images first.");
        await RefusedAsync(client, $"{Line("x/../a.jpg", hash)}\n{Line("x/._/a.jpg", hash)}", "invalid-dataset", "The image 'x/._/a.jpg' is named twice; give each image a name of its own.");
        await RefusedAsync(client, "\n \n", "invalid-dataset", "The dataset has no images");
        var line = await TestServer.ProblemAsync(await SendAsync(client, $"{Line("a.jpg", hash)}\n{new string('x', 1_200_000)}"), 400, "invalid-request");
        Assert.Equal("Line 2 of the body has more than 1048576 bytes; write one image in a line.", line.GetProperty("detail").GetString());
    }

    /// <summary>More than are kept in memory: names are in files then, which have no names themselves.</summary>
    [Fact]
    public async Task VeryMany_AreOneVersion_AndLeaveNoFiles()
    {
        var client = await _server.TenantAsync("many");
        var version = await RegisterAsync(client, Many(await UploadAsync(client)));
        Assert.Equal(12_000, version.GetProperty("images").GetInt32());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_spool));
    }

    [Fact]
    public async Task FolderThatCannotBeWritten_IsTheOperatorsProblem()
    {
        var client = await _server.TenantAsync("full");
        await File.WriteAllTextAsync(_spool, "a file where the folder should be", TestContext.Current.CancellationToken);
        await TestServer.ProblemAsync(await SendAsync(client, Many(await UploadAsync(client))), 500, "storage-fault");
    }

    private static string Many(string hash) => string.Join('\n', Enumerable.Range(0, 12_000).Select(i => Line($"{i % 10}/{i}.jpg", hash)));

    private static string Line(string name, string hash) => $$"""{"name": "{{name}}", "sha256": "{{hash}}"}""";

    private static Task<string> UploadAsync(HttpClient client) => TestServer.UploadAsync(client, PackedFiles.Picture(1));

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string body) => UploadServer.SendAsync(client, "d", Encoding.UTF8.GetBytes(body), "application/x-ndjson");

    private static async Task<JsonElement> RegisterAsync(HttpClient client, string body) =>
        await (await SendAsync(client, body)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    private static async Task RefusedAsync(HttpClient client, string body, string code, string detail) =>
        Assert.Contains(detail, (await TestServer.ProblemAsync(await SendAsync(client, body), 422, code)).GetProperty("detail").GetString(), StringComparison.Ordinal);
}
