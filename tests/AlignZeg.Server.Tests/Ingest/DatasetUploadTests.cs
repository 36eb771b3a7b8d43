using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Tests.Archives;

namespace AlignZeg.Server.Tests.Ingest;

public sealed class DatasetUploadTests(UploadServer uploads) : IClassFixture<UploadServer>
{
    private static readonly (string Name, byte[] Content)[] Files =
    [
        ("b/2.png", PackedFiles.Picture(2)), ("a.png", PackedFiles.Picture(1)), ("again.png", PackedFiles.Picture(1)), ("notes.txt", "no picture"u8.ToArray()), (".DS_Store", "x"u8.ToArray()),
    ];

    [Theory]
    [InlineData("application/zip", ArchiveFormat.Zip)]
    [InlineData("application/x-tar", ArchiveFormat.Tar)]
    [InlineData("application/gzip", ArchiveFormat.TarGzip)]
    public async Task Archive_BecomesAVersion_AndSaysWhatBecameOfItsFiles(string type, ArchiveFormat format)
    {
        var client = await uploads.Server.TenantAsync($"archive-{format.ToString().ToLowerInvariant()}");
        AssertIngested(await RegisteredAsync(await UploadServer.SendAsync(client, "d", PackedFiles.Pack(format, Files), type)));
        var again = await RegisteredAsync(await UploadServer.SendAsync(client, "d", PackedFiles.Pack(format, Files), type));
        Assert.Equal(1, again.GetProperty("number").GetInt32());
        Assert.Contains("\"d\"", await client.GetStringAsync("/v1/datasets"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_BecomesTheSameVersion_AsAnArchive()
    {
        var client = await uploads.Server.TenantAsync("form");
        using var form = new MultipartFormDataContent();
        foreach (var (name, content) in Files) form.Add(new ByteArrayContent(content), "file", name);
        form.Add(new StringContent("a field"), "field");
        var version = await RegisteredAsync(await client.PostAsync("/v1/datasets/d/versions", form, TestContext.Current.CancellationToken));
        AssertIngested(version);
        var zip = await RegisteredAsync(await UploadServer.SendAsync(client, "d", PackedFiles.Zip(Files), "application/zip"));
        Assert.Equal(version.GetProperty("hash").GetString(), zip.GetProperty("hash").GetString());
    }

    [Fact]
    public async Task ListsOfMetadata_AreLimitedAsManifestsAre()
    {
        var client = await uploads.Server.TenantAsync("lists");
        byte[] List(int lines) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($$"""{"file_name": "a.png", "t": "{{new string('x', 4000)}}"}""" + "\n", lines)));
        byte[] Zip(params (string Name, byte[] Content)[] lists) => PackedFiles.Zip([Files[1], .. lists]);
        Assert.True((await RegisteredAsync(await UploadServer.SendAsync(client, "d", Zip(("metadata.jsonl", List(150))), "application/zip"))).GetProperty("has_metadata").GetBoolean());
        var large = await RegisteredAsync(await UploadServer.SendAsync(client, "d", Zip(("metadata.jsonl", List(300))), "application/zip"));
        Assert.Equal("""[{"name":"metadata.jsonl","reason":"too_many_bytes"}]""", large.GetProperty("ingest").GetProperty("skipped").GetRawText());
        var many = await TestServer.ProblemAsync(await UploadServer.SendAsync(client, "d", Zip(("x/metadata.jsonl", List(150)), ("y/metadata.jsonl", List(150))), "application/zip"), 422, "invalid-dataset");
        Assert.Contains("What is said about the images has more than 1048576 bytes", many.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilesWithoutAName_AreTold()
    {
        var client = await uploads.Server.TenantAsync("nameless");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(PackedFiles.Picture(1)), "file", "a.png" } };
        form.Add(new ByteArrayContent(PackedFiles.Picture(2)) { Headers = { ContentType = new("image/png") } }, "file");
        var ingest = (await RegisteredAsync(await client.PostAsync("/v1/datasets/d/versions", form, TestContext.Current.CancellationToken))).GetProperty("ingest");
        Assert.Equal(1, ingest.GetProperty("images").GetInt32());
        Assert.Equal("no_name", ingest.GetProperty("skipped")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Manifests_SayNothingOfFiles_AsBefore()
    {
        var client = await uploads.Server.TenantAsync("lines");
        await uploads.Server.PrepareAsync(client, 2);
        var version = await client.GetFromJsonAsync<JsonElement>("/v1/datasets/d", TestContext.Current.CancellationToken);
        Assert.Equal(2, version.GetProperty("images").GetInt32());
        Assert.False(version.TryGetProperty("ingest", out _));
    }

    [Fact]
    public async Task PictureThatUnfoldsToFarTooMuch_IsAFailedResult_BesideTheOthers()
    {
        var client = await uploads.Server.TenantAsync("unfolding");
        (await client.PutAsync("/v1/vocabularies/v", new StringContent(TestServer.Vocabulary), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var bomb = await File.ReadAllBytesAsync(Fixture("bomb_valid_20000x20000_1bit.png"), TestContext.Current.CancellationToken);
        await RegisteredAsync(await UploadServer.SendAsync(client, "d", PackedFiles.Zip(("bomb.png", bomb), ("good.png", PackedFiles.Picture(1))), "application/zip"));
        await TestServer.StartAsync(client, "j");
        await TestServer.AwaitAsync(client, "j", "completed");
        var failures = await client.GetFromJsonAsync<JsonElement>("/v1/jobs/j/failures", TestContext.Current.CancellationToken);
        var failure = Assert.Single(failures.GetProperty("failures").EnumerateArray());
        Assert.Contains("too_many_pixels", failure.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("bomb.png", failure.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("image/png")]
    [InlineData("nonsense")]
    public async Task OtherTypes_AreRefused(string type) =>
        await TestServer.ProblemAsync(await SendRawTypeAsync(await uploads.Server.TenantAsync("types"), type), 415, "wrong-media-type");

    private static async Task<HttpResponseMessage> SendRawTypeAsync(HttpClient client, string type)
    {
        var body = new ByteArrayContent([1, 2, 3]);
        body.Headers.TryAddWithoutValidation("Content-Type", type);
        return await client.PostAsync("/v1/datasets/d/versions", body, TestContext.Current.CancellationToken);
    }

    private static void AssertIngested(JsonElement version)
    {
        Assert.Equal((1, 3), (version.GetProperty("number").GetInt32(), version.GetProperty("images").GetInt32()));
        var ingest = version.GetProperty("ingest");
        Assert.Equal((3, 1, 1), (ingest.GetProperty("images").GetInt32(), ingest.GetProperty("duplicates").GetInt32(), ingest.GetProperty("skipped_count").GetInt32()));
        Assert.Equal(Files.Take(3).Sum(file => file.Content.LongLength), ingest.GetProperty("bytes").GetInt64());
        Assert.Equal("""[{"name":"notes.txt","reason":"not_an_image"}]""", ingest.GetProperty("skipped").GetRawText());
    }

    internal static async Task<JsonElement> RegisteredAsync(HttpResponseMessage answer)
    {
        string body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)answer.StatusCode == 201, $"{answer.StatusCode}: {body}");
        return JsonDocument.Parse(Encoding.UTF8.GetBytes(body)).RootElement;
    }

    private static string Fixture(string name, [System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "AlignZeg.Datasets.Tests", "fixtures", "exif", name);
}
