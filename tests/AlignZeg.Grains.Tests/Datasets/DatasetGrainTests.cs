using System.Security.Cryptography;
using System.Text;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Grains.Tests.Labelling;
using AlignZeg.Storage.Blobs;
using Xunit;

namespace AlignZeg.Grains.Tests.Datasets;

public sealed class DatasetGrainTests(DatasetGrainTests.Fixture fixture) : IClassFixture<DatasetGrainTests.Fixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Versions_AreImmutable_AndSurviveDeactivation()
    {
        var grain = Dataset("versions");
        var first = await grain.RegisterAsync(await ManifestAsync(Images(25)), Token);
        Assert.Equal((1, 25, 3, 5), (first.Number, first.Images, first.Shards(), first.ImagesOf(2)));
        await fixture.Cluster.DeactivateAsync(grain);
        Assert.Equal(first, await grain.RegisterAsync(await ManifestAsync(Images(25)), Token));
        Assert.Equal(2, (await grain.RegisterAsync(await ManifestAsync(Images(26)), Token)).Number);
        Assert.Equal(first, await grain.GetAsync(1, Token));
        Assert.Equal(26, (await grain.GetAsync(cancellationToken: Token)).Images);
        await Assert.ThrowsAsync<DatasetVersionNotFoundException>(() => grain.GetAsync(3, Token));
    }

    public static TheoryData<DatasetImage[], string> BrokenImages => new()
    {
        { [], "no images" },
        { [Image("a.png", "a"), Image("a.png", "b")], "'a.png' is in the dataset twice" },
        { [Image("a.png", "a"), Image("A.jpg", "A")], "The stem 'A' of image 'A.jpg' is taken" },
        { [Image("a.png", "../../etc/passwd")], "cannot name a file" },
    };

    [Theory]
    [MemberData(nameof(BrokenImages), DisableDiscoveryEnumeration = true)]
    public async Task BrokenManifests_AreRefused(DatasetImage[] images, string says)
    {
        var manifest = await ManifestAsync(images);
        var exception = await Assert.ThrowsAsync<InvalidDatasetException>(() => Dataset("broken").RegisterAsync(manifest, Token));
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LineThatIsNoImage_IsNamed()
    {
        var manifest = await fixture.Cluster.Blobs.WriteContentAsync("manifests", "{\"name\":\"a\",\"stem\":\"a\",\"source\":\"file:///a\"}\n{}\n"u8.ToArray(), ".jsonl", Token);
        var exception = await Assert.ThrowsAsync<InvalidDatasetException>(() => Dataset("lines").RegisterAsync(manifest, Token));
        Assert.StartsWith("Line 2", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(25)]
    public async Task Parts_AreTheSameVersion_AsOneBlob_WhateverTheirSize(int partSize)
    {
        var (whole, parts) = (Dataset($"whole-{partSize}"), Dataset($"parts-{partSize}"));
        var expected = await whole.RegisterAsync(await ManifestAsync(Images(25)), Token);
        var manifest = await PartsAsync(Images(25), partSize);
        Assert.Equal((25 + partSize - 1) / partSize, manifest.Parts.Count);
        Assert.Equal(expected, await parts.RegisterPartsAsync(manifest, Token));
        for (int shard = 0; shard < expected.Shards(); shard++)
            Assert.Equal(await ShardAsync($"whole-{partSize}", expected, shard), await ShardAsync($"parts-{partSize}", expected, shard));
        Assert.Equal(expected, await whole.RegisterPartsAsync(manifest, Token)); // known already: no second version
    }

    [Theory]
    [MemberData(nameof(BrokenImages), DisableDiscoveryEnumeration = true)]
    public async Task BrokenManifests_AreRefused_AlsoAcrossParts(DatasetImage[] images, string says)
    {
        var manifest = await PartsAsync(images, 1);
        var exception = await Assert.ThrowsAsync<InvalidDatasetException>(() => Dataset("broken-parts").RegisterPartsAsync(manifest, Token));
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_ThatAreNotThoseOfTheHash_AreRefused_AndLeaveNoShard()
    {
        var (manifest, other) = (await PartsAsync(Images(20), 10), await PartsAsync(Images(30), 10));
        var forged = manifest with { Parts = [manifest.Parts[0], other.Parts[2]] };
        var exception = await Assert.ThrowsAsync<InvalidDatasetException>(() => Dataset("forged").RegisterPartsAsync(forged, Token));
        Assert.Contains("not those that its hash was made of", exception.Message, StringComparison.Ordinal);
        Assert.Null(await ShardAsync("forged", new(1, manifest.Sha256, 20, 10), 0));
    }

    [Fact]
    public async Task Part_ThatIsDamaged_IsNamed()
    {
        var manifest = await PartsAsync(Images(20), 10);
        var damaged = manifest with { Parts = [manifest.Parts[0], manifest.Parts[1] with { Sha256 = manifest.Parts[0].Sha256 }] };
        var exception = await Assert.ThrowsAsync<StorageException>(() => Dataset("damaged").RegisterPartsAsync(damaged, Token));
        Assert.Contains(manifest.Parts[1].Name, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Part_ThatEndsWithinALine_IsNamed()
    {
        byte[] content = DatasetManifest.Write(Images(2));
        var parts = await Task.WhenAll(new[] { content[..50], content[50..] }.Select(part => fixture.Cluster.Blobs.WriteContentAsync("manifests", part, ".jsonl", Token)));
        var manifest = new ManifestParts(Convert.ToHexStringLower(SHA256.HashData(content)), parts);
        var exception = await Assert.ThrowsAsync<InvalidDatasetException>(() => Dataset("cut").RegisterPartsAsync(manifest, Token));
        Assert.StartsWith("Part 1 ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LineThatIsNoImage_IsCountedThroughTheParts()
    {
        var first = await fixture.Cluster.Blobs.WriteContentAsync("manifests", DatasetManifest.Write(Images(3)), ".jsonl", Token);
        var second = await fixture.Cluster.Blobs.WriteContentAsync("manifests", "{}\n"u8.ToArray(), ".jsonl", Token);
        var exception = await Assert.ThrowsAsync<InvalidDatasetException>(() => Dataset("lines-parts").RegisterPartsAsync(new("any", [first, second]), Token));
        Assert.StartsWith("Line 4", exception.Message, StringComparison.Ordinal);
    }

    private async Task<string?> ShardAsync(string dataset, DatasetVersion version, int shard) =>
        await fixture.Cluster.Blobs.ReadAsync(DatasetBlobNames.ShardOf(new("t", dataset), version, shard), Token) is { } blob ? Encoding.UTF8.GetString(blob.Content) : null;

    private Task<ManifestParts> PartsAsync(IEnumerable<DatasetImage> images, int partSize) =>
        ManifestParts.WriteAsync(images, (_, bytes) => fixture.Cluster.Blobs.WriteContentAsync("manifests", bytes, ".jsonl", Token), partSize);

    private static DatasetImage Image(string name, string stem) => new(name, stem, "file:///photos/" + name);

    private static DatasetImage[] Images(int count) => [.. Enumerable.Range(0, count).Select(i => Image($"{i}.png", $"{i}"))];

    private Task<BlobRef> ManifestAsync(IEnumerable<DatasetImage> images) => fixture.Cluster.Blobs.WriteContentAsync("manifests", DatasetManifest.Write(images), ".jsonl", Token);

    private IDatasetGrain Dataset(string name) => fixture.Cluster.Grains.GetGrain<IDatasetGrain>(new DatasetKey("t", name).ToString());

    public sealed class Fixture : IAsyncLifetime
    {
        public LabellingCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await LabellingCluster.StartAsync(configure: LabellingCluster.WithoutWorkers);

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }
}
