using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Tests.Labelling;
using Xunit;

namespace AlignZeg.Grains.Tests;

public sealed class LongPollTests
{
    private const int Shards = 16;
    private const string Manifest = "manifests/polls.jsonl";
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(14);

    // Of two silos one keeps the addresses of half of the grains, also of those of the other: with it their activations end, and nobody is answered before every call that waits has ended.
    [Fact]
    public async Task WhoWaits_KeepsNobodyWaiting_WhenASiloStops()
    {
        await using var cluster = await LabellingCluster.StartAsync(silos: 2, configure: LabellingCluster.WithoutWorkers);
        await cluster.Blobs.WriteAsync(Manifest, DatasetManifest.Write([new DatasetImage("0.png", "0", "file:///0.png", 100)]), cancellationToken: TestContext.Current.CancellationToken);
        IShardGrain[] shards = [.. Enumerable.Range(0, Shards).Select(number => cluster.Shard("polls", number))];
        foreach (var shard in shards) await shard.OpenAsync(new(Manifest, 0, 1), TestContext.Current.CancellationToken);
        Task[] waiting = [.. shards.Select(shard => shard.ReadAsync(0, 1, LongWait))];
        var start = TimeProvider.System.GetTimestamp();
        await cluster.Silos.StopSiloAsync(cluster.Silos.Silos[1]);
        foreach (var shard in shards) Assert.Equal(1, (await shard.GetCountsAsync(TestContext.Current.CancellationToken)).Total);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, LongWait - TimeSpan.FromSeconds(3));
        await Task.WhenAll(waiting).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    // It looks again whenever something has changed, and must not go on waiting then.
    [Fact]
    public async Task WorkerThatWaitsForWork_IsSentAway_WhenASiloStops()
    {
        await using var cluster = await LabellingCluster.StartAsync(silos: 2, configure: LabellingCluster.WithoutWorkers);
        var start = TimeProvider.System.GetTimestamp();
        var waiting = cluster.Grains.GetGrain<IDispatcherGrain>(PoolKey.Default.ToString()).NextAsync(new("worker", 1, 0), LongWait, TestContext.Current.CancellationToken);
        await cluster.Silos.StopSiloAsync(cluster.Silos.Silos[1]);
        await waiting.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default); // it may have been on that silo
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, LongWait - TimeSpan.FromSeconds(3));
    }
}
