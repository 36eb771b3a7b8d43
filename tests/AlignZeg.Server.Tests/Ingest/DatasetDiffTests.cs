using System.Net.Http.Json;
using System.Text.Json;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Client;
using AlignZeg.Client.Datasets;
using AlignZeg.Datasets.Tests.Archives;
using AlignZeg.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace AlignZeg.Server.Tests.Ingest;

public sealed class DatasetDiffTests(UploadServer uploads) : IClassFixture<UploadServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Versions_AreCompared_OverShards_AndAClientReadsIt()
    {
        var (_, key) = await uploads.Server.KeyAsync("diff", "label");
        var http = uploads.Server.Client(key);
        await SendAsync(http, [.. Enumerable.Range(0, 24).Select(i => ($"{i:D2}.png", i))]); // three shards
        await SendAsync(http, [.. Enumerable.Range(2, 21).Select(i => ($"{i:D2}.png", i)), ("23.png", 77), ("moved.png", 0), ("new.png", 50), ("newer.png", 51)]);
        var client = new AlignZegClient(new AlignZegClientOptions { Server = uploads.Server.Address, Key = key });
        var diff = await client.Datasets.DiffAsync("d", 1, cancellationToken: Token);
        Assert.Equal((1, 2, 21), (diff.From, diff.To, diff.Same));
        Assert.Equal(new(2, 1, 1, 1), diff.Counts);
        Assert.Equal(["new.png", "newer.png"], diff.Added);
        Assert.Equal("01.png 23.png", $"{diff.Removed.Single()} {diff.Changed.Single()}");
        Assert.Equal([new("00.png", "moved.png")], diff.Moved);
        var back = await client.Datasets.DiffAsync("d", 2, 1, limit: 1, Token);
        Assert.Equal(("01.png", "new.png", new DiffCounts(1, 2, 1, 1)), (back.Added.Single(), back.Removed.Single(), back.Counts));
        var counted = await http.GetFromJsonAsync<JsonElement>("/v1/datasets/d/diff?from=1&to=1&limit=0", Token);
        Assert.Equal("""{"from":1,"to":1,"same":24,"counts":{"added":0,"removed":0,"changed":0,"moved":0},"added":[],"removed":[],"changed":[],"moved":[]}""", counted.GetRawText());
    }

    [Fact]
    public async Task OthersVersions_AndThoseThatAreNot_AreNotFound()
    {
        await SendAsync(await uploads.Server.TenantAsync("diff-owner"), [("a.png", 1)]);
        var other = await uploads.Server.TenantAsync("diff-other", "read");
        await TestServer.ProblemAsync(await other.GetAsync("/v1/datasets/d/diff?from=1&to=1", Token), 404, "dataset-not-found");
        var owner = await uploads.Server.TenantAsync("diff-owner", "read");
        var missing = await TestServer.ProblemAsync(await owner.GetAsync("/v1/datasets/d/diff?from=1&to=2", Token), 404, "dataset-not-found");
        Assert.Contains("no version 2", missing.GetProperty("detail").GetString(), StringComparison.Ordinal);
        foreach (string query in new[] { "", "?from=0", "?from=x", "?from=1&limit=-1", "?from=1&to=-1" })
            Assert.InRange((int)(await owner.GetAsync("/v1/datasets/d/diff" + query, Token)).StatusCode, 400, 404);
    }

    [Fact]
    public async Task VersionWithoutOrder_IsRefused_AndALostShardIsAProblemOfTheStorage()
    {
        var (client, key) = (await uploads.Server.TenantAsync("diff-odd"), new DatasetKey("diff-odd", "d"));
        await SendAsync(client, [("a.png", 1), ("b.png", 2)]);
        var blobs = uploads.Server.Services.GetRequiredService<IBlobStore>();
        var turned = await ManifestParts.WriteAsync(
            new[] { "b", "a" }.Select(name => new DatasetImage(name, name, BlobSource.Of(name))), (_, part) => blobs.WriteContentAsync(DatasetBlobNames.ManifestsOf(key), part, ".jsonl", Token));
        var version = await uploads.Server.Services.GetRequiredService<IGrainFactory>().GetGrain<IDatasetGrain>(key.ToString()).RegisterPartsAsync(turned, Token);
        var problem = await TestServer.ProblemAsync(await client.GetAsync("/v1/datasets/d/diff?from=1", Token), 422, "invalid-dataset");
        Assert.Contains("Version 2", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await blobs.DeleteAsync(DatasetBlobNames.ShardOf(key, version, 0), cancellationToken: Token);
        await TestServer.ProblemAsync(await client.GetAsync("/v1/datasets/d/diff?from=1", Token), 500, "storage-fault");
    }

    private static async Task SendAsync(HttpClient client, (string Name, int Picture)[] images) =>
        await DatasetUploadTests.RegisteredAsync(await UploadServer.SendAsync(client, "d", PackedFiles.Zip([.. images.Select(image => (image.Name, PackedFiles.Picture(image.Picture)))]), "application/zip"));
}
