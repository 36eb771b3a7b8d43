using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Tenants;
using AlignZeg.Grains.Shards;
using AlignZeg.Storage.Files;
using Microsoft.Extensions.Options;
using Xunit;

namespace AlignZeg.Grains.Tests.Shards;

public sealed class OpenShardTests : IDisposable
{
    private const int Images = 10;
    private static readonly ShardKey Key = new(new("t", "job"), 3);
    private static readonly ShardOpening Opening = new("manifest.jsonl", 30, Images);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("alignzeg-shard-");
    private readonly ShardFiles _files;

    public OpenShardTests()
    {
        var directory = new FileDirectory(Options.Create(new FileStorageOptions { Directory = _folder.FullName, FlushToDisk = false }), TimeProvider.System);
        _files = new(new FileBlobStore(directory), new FileAppendStore(directory));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DoneShard_NeedsNoManifest_AndCanBeRead()
    {
        var shard = await OpenAsync(withManifest: true);
        Assert.True(shard.HasImages);
        await shard.Log.AppendAsync([.. Enumerable.Range(30, Images).Select(Line)]);
        await _files.Blobs.DeleteAsync(Opening.Manifest, cancellationToken: Token);
        var again = await OpenAsync(withManifest: false);
        Assert.True(again.Ledger.IsDone);
        Assert.False(again.HasImages);
        Assert.Equal([Line(32), Line(33)], await again.Log.ReadAsync(2, 2, 1 << 20, Token));
    }

    [Fact]
    public async Task Images_AreLetGoOf_WithTheLastResult()
    {
        var shard = await OpenAsync(withManifest: true);
        for (int index = 30; index < 30 + Images; index++)
        {
            Assert.True(shard.HasImages);
            shard.Note(new(index, null, Line(index), LabellingUsage.None, Recomputed: false, Attempt: 1));
        }

        Assert.False(shard.HasImages);
        await shard.LoadImagesAsync(Token);
        Assert.True(shard.HasImages);
    }

    [Fact]
    public async Task Leases_Ascend_ThroughTheShard()
    {
        var shard = await OpenAsync(withManifest: true);
        var leased = new List<int>();
        while (shard.TryLease(new("w", 3, long.MaxValue), TimeSpan.FromSeconds(1)) is { } lease) leased.AddRange(lease.Images.Select(image => image.Index));
        Assert.Equal(Enumerable.Range(30, Images), leased);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Line(int index) => new ResultRecord { Index = index, Image = $"{index}.png", Status = ResultStatus.Ok }.ToLine();

    private async Task<OpenShard> OpenAsync(bool withManifest)
    {
        var images = Enumerable.Range(30, Images).Select(i => new DatasetImage($"{i}.png", $"{i}", $"file:///{i}.png"));
        if (withManifest) await _files.Blobs.WriteAsync(Opening.Manifest, DatasetManifest.Write(images), cancellationToken: Token);
        return await OpenShard.LoadAsync(Key, new() { Opening = Opening }, new LeaseTable(TimeProvider.System, TimeSpan.FromSeconds(30)), _files, Token);
    }
}
