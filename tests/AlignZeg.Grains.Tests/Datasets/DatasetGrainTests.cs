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
