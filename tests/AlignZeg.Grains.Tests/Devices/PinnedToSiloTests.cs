using System.Diagnostics;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Tests.Labelling;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Placement;
using Xunit;

namespace AlignZeg.Grains.Tests.Devices;

/// <summary>Silo 0 has no devices, as an API node; 1 and 2 have one each.</summary>
public sealed class PinnedToSiloTests(PinnedToSiloTests.Fixture fixture) : IClassFixture<PinnedToSiloTests.Fixture>
{
    private static readonly ModelBundle Tiny = new(new("tiny"), "/models/tiny", FakeSegmenterFactory.Hash);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private LabellingCluster Cluster => fixture.Cluster;

    [Theory]
    [InlineData(null)] // a client of the cluster
    [InlineData(0)] // a silo that has no devices
    [InlineData(1)]
    [InlineData(2)]
    public async Task Instance_IsOnTheSiloOfItsKey_WhoeverCalls(int? caller)
    {
        var grains = caller is { } number ? Cluster.Silos.Silos[number].ServiceProvider.GetRequiredService<IGrainFactory>() : Cluster.Grains;
        foreach (int target in new[] { 1, 2 })
        {
            var instance = grains.GetGrain<IModelInstanceGrain>(KeyOf(target, $"called-by-{caller ?? 9}"));
            await instance.LoadAsync(Tiny, Token);
            Assert.Equal(Cluster.Silos.Silos[target].Name, SiloOf(instance));
        }
    }

    [Fact]
    public async Task Instance_IsOnTheSiloOfItsKey_AlsoForAGrainOnASiloWithoutDevices()
    {
        var api = Cluster.Silos.Silos[0];
        RequestContext.Set(IPlacementDirector.PlacementHintKey, api.SiloAddress);
        var vocabulary = Cluster.Grains.GetGrain<IVocabularyGrain>(new VocabularyKey("t", "on-the-api-silo").ToString());
        await vocabulary.PublishAsync(LabellingCluster.Vocabulary(), Token);
        RequestContext.Clear();
        Assert.Equal(api.Name, SiloOf(vocabulary));
        await vocabulary.GetClassifierAsync(1, Tiny with { Model = new("from-a-grain") }, Token);
        var keys = await Cluster.Grains.GetGrain<IModelGrain>("from-a-grain").ListInstancesAsync(Token);
        Assert.Equal([Cluster.Silos.Silos[1].Name, Cluster.Silos.Silos[2].Name], keys.Select(key => key.Silo).Order(StringComparer.Ordinal));
        Assert.Equal(keys[0].Silo, SiloOf(Cluster.Grains.GetGrain<IModelInstanceGrain>(keys[0].ToString())));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    public async Task SiloThatIsNotThere_IsAnErrorWithinSeconds(int? caller)
    {
        var grains = caller is { } number ? Cluster.Silos.Silos[number].ServiceProvider.GetRequiredService<IGrainFactory>() : Cluster.Grains;
        long start = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<OrleansException>(() => grains.GetGrain<IModelInstanceGrain>($"gone/cpu/tiny-{caller ?? 9}").LoadAsync(Tiny, Token));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10)); // a promise, not a measure: the call itself may take 5 minutes
    }

    [Fact]
    public async Task SiloWithoutDevices_ComputesNothing()
    {
        var instance = Cluster.Grains.GetGrain<IModelInstanceGrain>(KeyOf(0, "tiny"));
        var exception = await Assert.ThrowsAsync<ModelUnavailableException>(() => instance.LoadAsync(Tiny, Token));
        Assert.Contains("no device 'cpu'", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(await Cluster.Grains.GetGrain<IModelGrain>("tiny").ListInstancesAsync(Token), key => key.Silo == Cluster.Silos.Silos[0].Name);
    }

    private string KeyOf(int silo, string model) => new ModelInstanceKey(Cluster.Silos.Silos[silo].Name, "cpu", new(model)).ToString();

    private string SiloOf(IAddressable grain)
    {
        Assert.True(Cluster.Silos.TryGetGrainContext(grain.GetGrainId(), out var context), "the grain is nowhere");
        return Cluster.Silos.Silos.Single(silo => silo.SiloAddress.Equals(context!.Address.SiloAddress)).Name;
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public LabellingCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await LabellingCluster.StartAsync(silos: 3, configure: (number, silo) =>
            silo.Configure<DeviceOptions>(devices => devices.Devices = number == 0 ? [] : ["cpu"]));

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }
}
