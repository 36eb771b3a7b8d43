using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Tests.Labelling;
using Xunit;

namespace AlignZeg.Grains.Tests.Models;

public sealed class ModelInstanceGrainTests(ModelInstanceGrainTests.Fixture fixture) : IClassFixture<ModelInstanceGrainTests.Fixture>
{
    private static readonly ModelBundle Tiny = new(new("tiny"), "/models/tiny", FakeSegmenterFactory.Hash);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IGrainFactory Grains => fixture.Cluster.Grains;

    [Fact]
    public async Task Instances_LiveOnTheSiloOfTheirKey()
    {
        var keys = await Grains.GetGrain<IModelGrain>("anything").ListInstancesAsync(Token);
        Assert.Equal(4, keys.Count); // two silos with two device threads each; the third silo has none
        foreach (var key in keys)
        {
            var grain = Instance(key);
            await grain.LoadAsync(Tiny, Token);
            Assert.True(fixture.Cluster.Silos.TryGetGrainContext(grain.GetGrainId(), out var context));
            Assert.Equal(key.Silo, fixture.Cluster.Silos.Silos.Single(silo => silo.SiloAddress.Equals(context!.Address.SiloAddress)).Name);
            Assert.Equal([FakeSegmenterFactory.Hash], (await grain.HealthAsync(Token)).Loaded);
        }
    }

    [Fact]
    public async Task AbsentSilo_IsAnError_NotAnotherSilo() =>
        await Assert.ThrowsAnyAsync<OrleansException>(() => Instance(new("gone", "cpu", new("tiny"))).HealthAsync(Token));

    [Fact]
    public async Task AbsentDevice_IsAnError()
    {
        var silo = (await Grains.GetGrain<IModelGrain>("tiny").ListInstancesAsync(Token))[0].Silo;
        var exception = await Assert.ThrowsAsync<ModelUnavailableException>(() => Instance(new(silo, "cuda:7", new("tiny"))).LoadAsync(Tiny, Token));
        Assert.Contains("cuda:7", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Image_IsSegmentedByReference()
    {
        var instance = await AnyAsync();
        string folder = Path.Combine(fixture.Cluster.DirectoryPath, "images");
        var image = TestImages.Write(folder, 1)[0];
        await fixture.Cluster.Blobs.WriteAsync("tenants/t/uploads/a.png", await File.ReadAllBytesAsync(Path.Combine(folder, image.Name), Token), cancellationToken: Token);
        var classifier = await instance.BuildClassifierAsync(Tiny, new([["cat"], ["dog"]], []), Token);
        var result = await instance.SegmentAsync(new(Tiny, classifier, "tenants/t/uploads/a.png", "tenants/t/uploads/a-mask.png"), Token);
        var map = LabelMapPng.Decode((await fixture.Cluster.Blobs.ReadAsync(result.Mask, Token))!.Content, "mask");
        Assert.Equal((20, 16, 20, 16), (result.Width, result.Height, map.Width, map.Height));
        Assert.Equal([0, 1, LabelMap.Ignore8], map.Ids.Distinct().Order().Select(id => (int)id));
        await fixture.Cluster.Blobs.WriteAsync("tenants/t/uploads/b.png", "no image"u8.ToArray(), cancellationToken: Token);
        var rejection = await Assert.ThrowsAsync<ImageRejectedException>(() => instance.SegmentAsync(new(Tiny, classifier, "tenants/t/uploads/b.png", "tenants/t/x.png"), Token));
        Assert.Equal("unsupported_format", rejection.Reason);
    }

    // Its label map is held whole, so that what is held whole has the say, whatever tiles could do.
    [Fact]
    public async Task LargeImage_IsReadInTiles_AsInAJob()
    {
        var instance = await AnyAsync();
        await fixture.Cluster.Blobs.WriteAsync("tenants/t/uploads/wide.png", ImageEncoder.EncodePng(new(new byte[300 * 20 * 3], 300, 20)), cancellationToken: Token);
        var classifier = await instance.BuildClassifierAsync(Tiny, new([["cat"]], []), Token);
        var seen = new System.Collections.Concurrent.ConcurrentQueue<int>();
        fixture.Cluster.Segmenters.BeforeBatch = batch => seen.Enqueue(batch[0].Tiled?.Grid.Count ?? 1);
        foreach (var tiling in new JobTiling?[] { null, JobTiling.Of(100, 0), JobTiling.Of(100, 0, above: 300) })
        {
            var result = await instance.SegmentAsync(new(Tiny, classifier, "tenants/t/uploads/wide.png", "tenants/t/wide-mask.png", Tiling: tiling), Token);
            Assert.Equal((300, 20), (result.Width, result.Height));
        }

        fixture.Cluster.Segmenters.BeforeBatch = null;
        Assert.Equal([1, 3, 1], seen);
    }

    [Fact]
    public async Task Texts_AreInspected() =>
        Assert.Equal([("cat", 1), ("red bird", 2)], (await (await AnyAsync()).InspectAsync(Tiny, ["cat", "red bird"], Token)).Select(text => (text.Text, text.Tokens)));

    [Fact]
    public async Task UnloadedModel_IsLoadedAgainWhenUsed()
    {
        var instance = await AnyAsync();
        await instance.UnloadAsync(Token);
        Assert.Empty((await instance.HealthAsync(Token)).Loaded);
        await instance.LoadAsync(Tiny, Token);
        Assert.Single((await instance.HealthAsync(Token)).Loaded);
    }

    [Fact]
    public async Task ModelName_SurvivesDeactivation()
    {
        var model = Grains.GetGrain<IModelGrain>("named");
        await Assert.ThrowsAsync<ModelNotFoundException>(() => model.ResolveAsync(Token));
        var bundle = await model.RegisterAsync("/models/a", "hash", Token);
        await fixture.Cluster.DeactivateAsync(model);
        Assert.Equal(bundle, await model.ResolveAsync(Token));
    }

    private async Task<IModelInstanceGrain> AnyAsync() => Instance((await Grains.GetGrain<IModelGrain>("tiny").ListInstancesAsync(Token))[0]);

    private IModelInstanceGrain Instance(ModelInstanceKey key) => Grains.GetGrain<IModelInstanceGrain>(key.ToString());

    public sealed class Fixture : IAsyncLifetime
    {
        public LabellingCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await LabellingCluster.StartAsync(silos: 3, configure: (number, silo) =>
            silo.Configure<DeviceOptions>(devices => (devices.Devices, devices.Replicas) = (number == 0 ? [] : ["cpu"], 2)));

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }
}
