using System.Text;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Tests.Archives;

namespace AlignZeg.Server.Tests.Ingest;

/// <summary>What strangers may send: the right status, the server alive, and nothing outside of the tenant's folder.</summary>
public sealed class UploadAttackTests(UploadServer uploads) : IClassFixture<UploadServer>
{
    private static readonly Dictionary<string, ArchiveFormat> Types = new()
    {
        ["application/zip"] = ArchiveFormat.Zip, ["application/x-tar"] = ArchiveFormat.Tar, ["application/gzip"] = ArchiveFormat.TarGzip,
    };

    public static TheoryData<string> Archives => [.. Types.Keys];

    public static TheoryData<string, string> Names => new(
        from name in new[] { "../../etc/passwd", @"C:\x.png", "/abs.png", "a/../../b.png", "a\u0001.png", new string('x', 100_000), @"..\..\x.png" } from type in Types.Keys
        where name.Length < 60_000 || type != "application/zip" // a zip has 16 bits for it
        select (name, type));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task NamesThatLeadElsewhere_AreSkipped(string name, string type)
    {
        var archive = PackedFiles.Pack(Types[type], (name, PackedFiles.Picture(1)), ("good.png", PackedFiles.Picture(2)));
        var answer = await uploads.AttackAsync("names", client => UploadServer.SendAsync(client, "d", archive, type));
        var ingest = (await DatasetUploadTests.RegisteredAsync(answer)).GetProperty("ingest");
        Assert.Equal((1, 1), (ingest.GetProperty("images").GetInt32(), ingest.GetProperty("skipped_count").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task ArchivesWithoutImages_AreRefused(string type)
    {
        foreach (var archive in new[] { PackedFiles.Pack(Types[type]), PackedFiles.Pack(Types[type], ("a.txt", "x"u8.ToArray())), PackedFiles.Pack(Types[type], ("nested.png", PackedFiles.Zip(("a.png", PackedFiles.Picture(1))))), [], "no archive at all"u8.ToArray() })
            await TestServer.ProblemAsync(await uploads.AttackAsync("without", client => UploadServer.SendAsync(client, "d", archive, type)), 422, "invalid-dataset");
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task ArchivesThatAreCutShort_AreRefused_AtEveryQuarter(string type)
    {
        var whole = PackedFiles.Pack(Types[type], [.. Enumerable.Range(0, 6).Select(i => ($"{i}.png", PackedFiles.Picture(i)))]);
        for (int quarter = 1; quarter < 4; quarter++)
        {
            int length = whole.Length * quarter / 4;
            await TestServer.ProblemAsync(await uploads.AttackAsync("cut", client => UploadServer.SendAsync(client, "d", whole[..length], type)), 422, "invalid-dataset");
        }

        await TestServer.ProblemAsync(await (await uploads.Server.TenantAsync("cut")).GetAsync("/v1/datasets/d", TestContext.Current.CancellationToken), 404, "dataset-not-found");
    }

    [Theory]
    [InlineData("application/zip")]
    [InlineData("application/gzip")]
    public async Task Bombs_AreRefused(string type)
    {
        var bomb = PackedFiles.Pack(Types[type], [.. Enumerable.Range(0, 40).Select(i => ($"{i}.png", PackedFiles.Bomb(1 << 20)))]);
        var problem = await TestServer.ProblemAsync(await uploads.AttackAsync("bombs", client => UploadServer.SendAsync(client, "d", bomb, type)), 422, "invalid-dataset");
        Assert.Contains("far more than images do", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task TooManyEntries_AreRefused(string type)
    {
        var archive = PackedFiles.Pack(Types[type], [.. Enumerable.Range(0, 101).Select(i => ($"{i}.txt", Array.Empty<byte>()))]);
        await TestServer.ProblemAsync(await uploads.AttackAsync("entries", client => UploadServer.SendAsync(client, "d", archive, type)), 422, "invalid-dataset");
    }

    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\n\r\nno end")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nx\r\n--b--\r\n")]
    [InlineData("--b\r\nnonsense\r\n\r\nx\r\n--b--\r\n")]
    [InlineData("--b--\r\n")]
    [InlineData("")]
    public async Task FormsThatAreNone_AreRefused(string body) => await TestServer.ProblemAsync(
        await uploads.AttackAsync("forms", client => UploadServer.SendAsync(client, "d", Encoding.UTF8.GetBytes(body), "multipart/form-data; boundary=b")), 422, "invalid-dataset");

    [Fact]
    public async Task FormWithANameOfAHundredKilobytes_OrWithoutABoundary_IsRefused()
    {
        var body = Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"{new string('x', 100_000)}\"\r\n\r\nx\r\n--b--\r\n");
        await TestServer.ProblemAsync(await uploads.AttackAsync("forms", client => UploadServer.SendAsync(client, "d", body, "multipart/form-data; boundary=b")), 422, "invalid-dataset");
        await TestServer.ProblemAsync(await uploads.AttackAsync("forms", client => UploadServer.SendAsync(client, "d", body, "multipart/form-data")), 400, "invalid-request");
    }

    [Theory]
    [InlineData("/v1/datasets/d/versions", "application/zip", UploadServer.MaxArchive)]
    [InlineData("/v1/datasets/d/versions", "application/x-tar", UploadServer.MaxArchive)]
    [InlineData("/v1/datasets/d/versions", "application/vnd.apache.parquet", UploadServer.MaxArchive)]
    [InlineData("/v1/datasets/d/versions", "application/x-ndjson", 1 << 20)]
    [InlineData("/v1/datasets/d/versions", "application/octet-stream", 1 << 20)]
    [InlineData("/v1/images", "application/octet-stream", UploadServer.MaxImage)]
    [InlineData("/v1/jobs", "application/json", 100_000)]
    public async Task BodiesThatAreTooLarge_AreRefused_WithAndWithoutALength(string path, string type, int limit)
    {
        foreach (bool chunked in new[] { false, true })
            await TestServer.ProblemAsync(await uploads.AttackAsync("large", client => SendLargeAsync(client, path, type, limit + 100_000, chunked)), 413, "too-large");
    }

    [Fact]
    public async Task ManifestThatUnpacksToTooMuch_IsRefused()
    {
        var body = new ByteArrayContent(PackedFiles.Gzip(new byte[(1 << 20) + 100_000])) { Headers = { ContentType = new("application/x-ndjson"), ContentEncoding = { "gzip" } } };
        await TestServer.ProblemAsync(await uploads.AttackAsync("large", client => client.PostAsync("/v1/datasets/d/versions", body, TestContext.Current.CancellationToken)), 413, "too-large");
    }

    [Fact]
    public async Task DamagedZip_LeavesNoFileBehind_InTheFolderForZips()
    {
        var before = Spooled();
        await uploads.AttackAsync("spool", client => UploadServer.SendAsync(client, "d", PackedFiles.Zip(("a.png", PackedFiles.Picture(1)))[..^9], "application/zip"));
        Assert.Empty(Spooled().Except(before));
    }

    private static string[] Spooled() => [.. Directory.EnumerateFiles(Path.GetTempPath(), "alignzeg-*")];

    private static async Task<HttpResponseMessage> SendLargeAsync(HttpClient client, string path, string type, int length, bool chunked)
    {
        var body = type == "application/x-tar" ? PackedFiles.Tar([.. Enumerable.Range(0, 41).Select(i => ($"{i}.png", PackedFiles.Bomb(103_000)))]) : new byte[length];
        if (type == "application/json") body.AsSpan().Fill((byte)' ');
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) { Headers = { ContentType = new(type) } }, Headers = { TransferEncodingChunked = chunked, ExpectContinue = !chunked } };
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
