using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Tests.Labelling;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Xunit;

namespace AlignZeg.Grains.Tests.Devices;

public sealed class PrefersNoDevicesTests
{
    private const int Images = 30, Silos = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Grains_LiveOnTheSiloWithoutDevices_WhoeverCallsThemFirst(bool fromWorker)
    {
        await using var cluster = await StartWithApiAsync();
        var factory = fromWorker ? Worker(cluster).ServiceProvider.GetRequiredService<IGrainFactory>() : cluster.Grains;
        foreach (var grain in ManyGrains(factory)) Assert.Equal(Api(cluster).Name, await HostAsync(cluster, grain));
    }

    [Fact]
    public async Task Grains_LiveAnywhere_WhereEverySiloHasDevices()
    {
        await using var cluster = await LabellingCluster.StartAsync(silos: 2);
        var hosts = new HashSet<string>();
        foreach (var grain in ManyGrains(cluster.Grains)) hosts.Add(await HostAsync(cluster, grain));
        Assert.Equal(2, hosts.Count); // shards are placed at random: 40 on one side would be a chance of 2^-39
    }

    [Fact]
    public async Task SiloWithoutDevices_ThatDies_LeavesItsGrainsToTheWorkers()
    {
        await using var cluster = await StartWithApiAsync();
        var request = await cluster.PrepareAsync("job", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), Images));
        using (var hold = new BatchHold(cluster.Segmenters, 3))
        {
            await cluster.Job("job").StartAsync(request);
            await hold.ReachedAsync(TestContext.Current.CancellationToken);
            Assert.Equal(Api(cluster).Name, await HostAsync(cluster, cluster.Job("job")));
            await cluster.Silos.KillSiloAsync(Api(cluster), TestContext.Current.CancellationToken);
        }

        var status = await cluster.WaitAsync("job");
        Assert.Equal((JobPhase.Completed, Images), (status.Phase, (int)status.Counts.Ok));
        Assert.Equal(Enumerable.Range(0, Images), cluster.LoggedRecords("job").Select(record => record.Index));
    }

    // Silos hear of each other's devices a moment after they are up; what is placed before may land anywhere.
    private static async Task<LabellingCluster> StartWithApiAsync()
    {
        var cluster = await LabellingCluster.StartAsync(silos: Silos, configure: LastIsApi);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        foreach (var directory in cluster.Silos.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<DeviceDirectory>()))
            while (!directory.IsComplete) await Task.Delay(20, limit.Token);
        return cluster;
    }

    private static void LastIsApi(int number, ISiloBuilder silo)
    {
        if (number == Silos - 1) silo.Configure<DeviceOptions>(devices => devices.Devices = []);
    }

    private static InProcessSiloHandle Api(LabellingCluster cluster) => cluster.Silos.Silos.Single(silo => silo.Name.EndsWith($"_{Silos - 1}", StringComparison.Ordinal));

    private static InProcessSiloHandle Worker(LabellingCluster cluster) => cluster.Silos.Silos.First(silo => silo != Api(cluster));

    // Without the dispatcher: the first worker that is up places it for good, and silos of a test start in any order.
    private static IEnumerable<IAddressable> ManyGrains(IGrainFactory grains)
    {
        yield return grains.GetGrain<IModelGrain>("tiny");
        yield return grains.GetGrain<IJobGrain>("t/job");
        yield return grains.GetGrain<IVocabularyGrain>("t/vocabulary");
        yield return grains.GetGrain<IDatasetGrain>("t/dataset");
        for (int i = 0; i < 40; i++) yield return grains.GetGrain<IShardGrain>(new ShardKey(new JobKey("t", "job"), i).ToString());
    }

    // Most of these grains hold nothing yet and say so; the call makes them live somewhere all the same.
    private static async Task<string> HostAsync(LabellingCluster cluster, IAddressable grain)
    {
        await Record.ExceptionAsync(() => grain switch
        {
            IModelGrain model => model.ListInstancesAsync(),
            IJobGrain job => job.GetRequestAsync(),
            IVocabularyGrain vocabulary => vocabulary.GetAsync(1),
            IDatasetGrain dataset => dataset.GetAsync(1),
            IShardGrain shard => shard.GetCountsAsync(),
            _ => throw new ArgumentOutOfRangeException(nameof(grain)),
        });
        Assert.True(cluster.Silos.TryGetGrainContext(grain.GetGrainId(), out var context));
        return cluster.Silos.Silos.Single(silo => silo.SiloAddress.Equals(context!.Address.SiloAddress)).Name;
    }
}
