using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Tests.Archives;

namespace AlignZeg.Server.Tests.Ingest;

/// <summary>Shards of a WebDataset: what lies beside an image in a tar is its metadata.</summary>
public sealed class ShardUploadTests(UploadServer uploads) : IClassFixture<UploadServer>
{
    private static readonly (string Name, byte[] Content)[] Shard =
    [
        ("a/01.cls", "7\n"u8.ToArray()), ("a/01.jpg", PackedFiles.Picture(1)), ("a/01.json", """{"url": "http://a/é", "n": [1, 2.50, {"b": null}]}"""u8.ToArray()), ("a/01.seg.png", PackedFiles.Picture(50)),
        ("a/02.png", PackedFiles.Picture(2)), ("a/02.txt", " a \"dog\" "u8.ToArray()), ("a/03.old.png", PackedFiles.Picture(3)), ("a/04.json", "{broken"u8.ToArray()), ("a/04.png", PackedFiles.Picture(4)),
        ("a/05.json", "{}"u8.ToArray()), ("a/06.png", PackedFiles.Picture(6)), ("a/06.json", Encoding.UTF8.GetBytes($"\"{new string('x', ArchiveLimits.UsualSidecarBytes)}\"")), ("a/readme.md", "x"u8.ToArray()),
    ];

    [Theory]
    [InlineData("application/x-tar", ArchiveFormat.Tar, "s.tar")]
    [InlineData("application/gzip", ArchiveFormat.TarGzip, "s.tar.gz")]
    [InlineData("application/zip", ArchiveFormat.Zip, "s.zip")] // where such files are files like others
    public async Task Shard_IsTheSameVersion_AsOnTheCommandLine(string type, ArchiveFormat format, string name)
    {
        var client = await uploads.Server.TenantAsync($"shard-{format.ToString().ToLowerInvariant()}");
        byte[] shard = PackedFiles.Pack(format, Shard);
        var version = await SendAsync(client, shard, type);
        var (manifest, skipped) = await FoundLocally.InAsync(name, shard);
        Assert.Equal(version.GetProperty("hash").GetString(), (await SendAsync(client, manifest, null)).GetProperty("hash").GetString());
        Assert.Equal(skipped, FoundLocally.Skipped(version));
        Assert.Equal(format != ArchiveFormat.Zip, version.GetProperty("has_metadata").GetBoolean());
        if (format != ArchiveFormat.Zip) Assert.Equal(["a/01.seg.png companion", "a/04.json broken_metadata", "a/05.json not_an_image", "a/06.json too_many_bytes", "a/readme.md not_an_image"], skipped);
    }

    [Fact]
    public async Task Companions_AreCountedNowhere()
    {
        var client = await uploads.Server.TenantAsync("companions");
        var ingest = (await SendAsync(client, PackedFiles.Tar([.. Shard[..4], ("b.png", PackedFiles.Picture(50))]), "application/x-tar")).GetProperty("ingest");
        Assert.Equal((2, 0, 1), (ingest.GetProperty("images").GetInt32(), ingest.GetProperty("duplicates").GetInt32(), ingest.GetProperty("skipped_count").GetInt32()));
        Assert.Equal(PackedFiles.Picture(1).Length + PackedFiles.Picture(50).Length, ingest.GetProperty("bytes").GetInt64());
        await TestServer.ProblemAsync(await UploadServer.SendAsync(client, "d", PackedFiles.Tar(("a.json", "{}"u8.ToArray()), ("a.txt", "x"u8.ToArray())), "application/x-tar"), 422, "invalid-dataset");
    }

    [Fact]
    public async Task WhatLiesBesideAnImage_CountsMoreThanAList_WhichPartsNoSample()
    {
        var client = await uploads.Server.TenantAsync("both");
        byte[] list = """
            {"file_name": "1.png", "from": "list"}
            {"file_name": "2.png", "from": "list"}
            """u8.ToArray();
        var both = await SendAsync(client, PackedFiles.Tar(("1.png", PackedFiles.Picture(1)), ("metadata.jsonl", list), ("1.json", """{"from": "sidecar"}"""u8.ToArray()), ("2.png", PackedFiles.Picture(2))), "application/x-tar");
        var same = await SendAsync(client, Encoding.UTF8.GetBytes($"{Line("1.png", 1, """{"from":"sidecar"}""")}\n{Line("2.png", 2, """{"from":"list"}""")}"), null);
        Assert.Equal(both.GetProperty("hash").GetString(), same.GetProperty("hash").GetString());
        Assert.Equal(0, both.GetProperty("ingest").GetProperty("skipped_count").GetInt32());
    }

    [Fact]
    public async Task NameThatComesTwice_LeavesTheFirstImage()
    {
        var client = await uploads.Server.TenantAsync("twice");
        var version = await SendAsync(client, PackedFiles.Tar(("1.png", PackedFiles.Picture(1)), ("1.png", PackedFiles.Picture(2)), ("1.txt", "x"u8.ToArray())), "application/x-tar");
        Assert.Equal(["1.png repeated_name"], FoundLocally.Skipped(version));
        Assert.Equal(version.GetProperty("hash").GetString(), (await SendAsync(client, Encoding.UTF8.GetBytes(Line("1.png", 1, """{"txt":"x"}""")), null)).GetProperty("hash").GetString());
    }

    [Fact]
    public async Task TooMuchAboutAnImage_IsLeftOut_AndTold() // whether it is too long to be looked at, or to be kept
    {
        var client = await uploads.Server.TenantAsync("much-of-one");
        byte[] tar = PackedFiles.Tar(("1.png", PackedFiles.Picture(1)), ("1.txt", Text(DatasetMetadata.MaxBytes)), ("2.png", PackedFiles.Picture(2)), ("2.txt", Text(70 << 10)), ("metadata.jsonl", Text("""{"file_name": "3.png", "t": "{x}"}""", 9000)), ("3.png", PackedFiles.Picture(3)));
        var version = await SendAsync(client, tar, "application/x-tar");
        Assert.Equal(["2.txt too_many_bytes", "metadata of 1.png broken_metadata", "metadata of 3.png broken_metadata"], FoundLocally.Skipped(version));
        Assert.Equal((3, false), (version.GetProperty("ingest").GetProperty("images").GetInt32(), version.GetProperty("has_metadata").GetBoolean()));
    }

    [Fact]
    public async Task TooMuchInAll_IsRefused_CountedInBytes()
    {
        var client = await uploads.Server.TenantAsync("much");
        byte[] list = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($$"""{"file_name": "none.png", "t": "{{new string('x', 4000)}}"}""" + "\n", 200)));
        (string, byte[])[] Samples(int count) => [.. Enumerable.Range(0, count).SelectMany(i => new[] { ($"{i}.png", PackedFiles.Picture(i)), ($"{i}.txt", Encoding.UTF8.GetBytes(new string('é', 4000))) })];
        await SendAsync(client, PackedFiles.Tar([("metadata.jsonl", list), .. Samples(25)]), "application/x-tar");
        var all = await TestServer.ProblemAsync(await UploadServer.SendAsync(client, "d", PackedFiles.Tar([("metadata.jsonl", list), .. Samples(40)]), "application/x-tar"), 422, "invalid-dataset");
        Assert.Contains("What is said about the images has more than 1048576 bytes", all.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_ComesWithResults()
    {
        var client = await uploads.Server.TenantAsync("results");
        (await client.PutAsync("/v1/vocabularies/v", new StringContent(TestServer.Vocabulary), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await SendAsync(client, PackedFiles.Tar(Shard), "application/x-tar");
        await TestServer.StartAsync(client, "j");
        await TestServer.AwaitAsync(client, "j", "completed");
        var result = await client.GetFromJsonAsync<JsonElement>("/v1/jobs/j/results/0", TestContext.Current.CancellationToken);
        Assert.Equal("""{"cls":7,"url":"http://a/é","n":[1,2.50,{"b":null}]}""", result.GetProperty("metadata").GetRawText());
    }

    private static byte[] Text(int bytes) => Encoding.UTF8.GetBytes(new string('x', bytes));

    private static byte[] Text(string pattern, int letters) => Encoding.UTF8.GetBytes(pattern.Replace("{x}", new string('x', letters), StringComparison.Ordinal));

    private static string Line(string name, int picture, string metadata) => $$"""{"name": "{{name}}", "sha256": "{{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(PackedFiles.Picture(picture)))}}", "metadata": {{metadata}}}""";

    private static async Task<JsonElement> SendAsync(HttpClient client, byte[] body, string? type) => await DatasetUploadTests.RegisteredAsync(await UploadServer.SendAsync(client, "d", body, type));
}
