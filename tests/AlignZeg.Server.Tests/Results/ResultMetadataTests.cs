using System.IO.Compression;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Tests.Archives;
using AlignZeg.Server.Tests.Ingest;

namespace AlignZeg.Server.Tests.Results;

/// <summary>What datasets say about images, from the upload to the results.</summary>
public sealed class ResultMetadataTests(TestServer server)
{
    private const string First = """{"label":"naïve \"cat\"","box":[1,2.50],"deep":{"er":null}}""", Last = """{"n":7}""";
    private static readonly (string Name, byte[] Content)[] Pictures = [.. Enumerable.Range(0, 12).Select(i => ($"p/{i:D2}.png", PackedFiles.Picture(i)))]; // two shards

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("application/zip", ArchiveFormat.Zip)]
    [InlineData("application/gzip", ArchiveFormat.TarGzip)]
    public async Task ListInAnArchive_IsTheSameVersion_AsLinesOfAManifest(string type, ArchiveFormat format)
    {
        var client = await server.TenantAsync($"metadata-{format.ToString().ToLowerInvariant()}");
        var version = await SendAsync(client, Archive(format), type);
        Assert.True(version.GetProperty("has_metadata").GetBoolean());
        Assert.Equal(0, version.GetProperty("ingest").GetProperty("skipped_count").GetInt32());
        var same = await SendAsync(client, Encoding.UTF8.GetBytes(string.Join('\n', Pictures.Select((picture, i) => Line(picture, i == 0 ? First : i == 11 ? Last : null)))), null);
        Assert.Equal(version.GetProperty("hash").GetString(), same.GetProperty("hash").GetString());
        var plain = await SendAsync(client, PackedFiles.Zip(Pictures), "application/zip");
        Assert.Equal((2, false), (plain.GetProperty("number").GetInt32(), plain.GetProperty("has_metadata").GetBoolean()));
    }

    [Fact]
    public async Task Metadata_ComesWithResults_HoweverTheyAreRead_AndIsInNoShardOrLog()
    {
        var client = await server.TenantAsync("metadata");
        (await client.PutAsync("/v1/vocabularies/v", new StringContent(TestServer.Vocabulary), Token)).EnsureSuccessStatusCode();
        await SendAsync(client, Archive(ArchiveFormat.Zip), "application/zip");
        await TestServer.StartAsync(client, "j");
        await TestServer.AwaitAsync(client, "j", "completed");

        foreach (string query in new[] { "limit=1000", "limit=7", "status=ok" }) AssertMetadata(await PagesAsync(client, query));
        using var stream = new HttpRequestMessage(HttpMethod.Get, "/v1/jobs/j/results") { Headers = { { "Accept", "text/event-stream" } } };
        string events = await (await client.SendAsync(stream, Token)).Content.ReadAsStringAsync(Token);
        AssertMetadata([.. events.Split('\n').Where(line => line.StartsWith("data: {\"index\"", StringComparison.Ordinal)).Select(line => line[6..])]);
        Assert.Equal(7, (await client.GetFromJsonAsync<JsonElement>("/v1/jobs/j/results/11", Token)).GetProperty("metadata").GetProperty("n").GetInt32());
        Assert.False((await client.GetFromJsonAsync<JsonElement>("/v1/jobs/j/results/5", Token)).TryGetProperty("metadata", out _));

        string[] stored = [.. Directory.EnumerateFiles(Path.Combine(server.DirectoryPath, "data", "tenants", "metadata"), "*.jsonl", SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains("naïve", StringComparison.Ordinal))];
        Assert.Equal(2, stored.Length); // the manifest as it was registered, and the metadata of the first shard
        Assert.EndsWith("000000.metadata.jsonl", Assert.Single(stored, file => !file.Contains("manifests", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal([$"{{\"image\":\"p/00.png\",\"metadata\":{First}}}", $"{{\"image\":\"p/11.png\",\"metadata\":{Last}}}"], await ExportedAsync(client));
    }

    [Fact]
    public async Task TooMuch_AndWhatIsNoObject_AreRefused_AndABrokenListIsTold()
    {
        var client = await server.TenantAsync("metadata-refused");
        await SendAsync(client, PackedFiles.Zip(Pictures), "application/zip");
        string Text(int bytes) => $$"""{"t":"{{new string('x', bytes - 8)}}"}""";
        Assert.Equal(2, (await SendAsync(client, Encoding.UTF8.GetBytes(Line(Pictures[0], Text(DatasetMetadata.MaxBytes))), null)).GetProperty("number").GetInt32());
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", DatasetMetadata.MaxDepth + 1)) + "1" + new string('}', DatasetMetadata.MaxDepth + 1);
        foreach (var (metadata, words) in new[] { (Text(DatasetMetadata.MaxBytes + 1), "has 8193 bytes; at most 8192 are kept"), ("[1]", "is not a JSON object"), (deep, "nested deeper than 24") })
        {
            var problem = await TestServer.ProblemAsync(await UploadServer.SendAsync(client, "d", Encoding.UTF8.GetBytes(Line(Pictures[0], metadata)), null), 422, "invalid-dataset");
            Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        var large = PackedFiles.Zip([Pictures[0], ("p/metadata.jsonl", Encoding.UTF8.GetBytes($$"""{"file_name": "00.png", "t": "{{new string('x', DatasetMetadata.MaxBytes)}}"}"""))]);
        var taken = await SendAsync(client, large, "application/zip"); // the picture is worth more than what is said of it
        Assert.Equal("""[{"name":"metadata of p/00.png","reason":"broken_metadata"}]""", taken.GetProperty("ingest").GetProperty("skipped").GetRawText());
        foreach (string broken in new[] { "no json", "[1]", """{"name": "00.png"}""" })
        {
            var told = await SendAsync(client, PackedFiles.Zip([.. Pictures, ("metadata.jsonl", Encoding.UTF8.GetBytes(broken))]), "application/zip");
            Assert.Equal(1, told.GetProperty("number").GetInt32());
            Assert.Equal("""[{"name":"metadata.jsonl","reason":"broken_metadata"}]""", told.GetProperty("ingest").GetProperty("skipped").GetRawText());
        }
    }

    [Fact]
    public void VersionsOfBefore_HaveNone() =>
        Assert.Equal(new DatasetVersion(1, "h", 25, 10, HasMetadata: false), JsonSerializer.Deserialize<DatasetVersion>("""{"Number": 1, "Hash": "h", "Images": 25, "ShardSize": 10}"""));

    private static byte[] Archive(ArchiveFormat format)
    {
        string list = $"{{\"file_name\": \"00.png\", {First[1..]}\n\n{{\"file_name\": \"./11.png\", \"n\": 7}}\n{{\"file_name\": \"00.png\", \"n\": 1}}\n{{\"file_name\": \"../../out.png\"}}\n{{\"file_name\": \"none.png\", \"n\": 9}}";
        return PackedFiles.Pack(format, [("p/metadata.jsonl", Encoding.UTF8.GetBytes(list)), .. Pictures]);
    }

    private static string Line((string Name, byte[] Content) picture, string? metadata) =>
        $$"""{"name": "{{picture.Name}}", "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(picture.Content))}}"{{(metadata is null ? "" : $", \"metadata\": {metadata}")}}}""";

    private static async Task<JsonElement> SendAsync(HttpClient client, byte[] body, string? type) => await DatasetUploadTests.RegisteredAsync(await UploadServer.SendAsync(client, "d", body, type));

    private static async Task<List<string>> PagesAsync(HttpClient client, string query)
    {
        var lines = new List<string>();
        for (string after = ""; ;)
        {
            var page = await client.GetAsync($"/v1/jobs/j/results?{query}&after={after}", Token);
            lines.AddRange(Lines(await page.Content.ReadAsStringAsync(Token)));
            if (page.Headers.GetValues("X-End").Single() == "true") return lines;
            after = page.Headers.GetValues("X-Next-Cursor").Single();
        }
    }

    private static string[] Lines(string page) => page.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static void AssertMetadata(List<string> lines)
    {
        Assert.Equal(12, lines.Count);
        var records = lines.Select(line => JsonElement.Parse(line)).ToDictionary(record => record.GetProperty("index").GetInt32());
        Assert.Equal([First, Last], new[] { 0, 11 }.Select(index => records[index].GetProperty("metadata").GetRawText()));
        Assert.Equal(2, records.Values.Count(record => record.TryGetProperty("metadata", out _)));
    }

    private static async Task<string[]> ExportedAsync(HttpClient client)
    {
        (await client.PostAsJsonAsync("/v1/jobs/j/exports", new { id = "e", format = "png" }, Token)).EnsureSuccessStatusCode();
        for (long start = TimeProvider.System.GetTimestamp(); ; await Task.Delay(50, Token))
        {
            var export = await client.GetFromJsonAsync<JsonElement>("/v1/jobs/j/exports/e", Token);
            if (export.GetProperty("phase").GetString() == "completed")
            {
                using var zip = new ZipArchive(new MemoryStream(await client.GetByteArrayAsync(export.GetProperty("archive").GetProperty("url").GetString(), Token)));
                using var reader = new StreamReader(zip.GetEntry("metadata.jsonl")!.Open());
                return Lines(await reader.ReadToEndAsync(Token));
            }

            if (TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(60)) throw new TimeoutException($"The export is: {export}");
        }
    }
}
