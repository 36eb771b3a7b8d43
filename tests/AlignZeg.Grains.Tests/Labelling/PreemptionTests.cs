using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Datasets;
using AlignZeg.Grains.Shards;
using AlignZeg.Grains.Workers;
using Xunit;

namespace AlignZeg.Grains.Tests.Labelling;

/// <summary>What starts under a job that has the only worker.</summary>
public sealed class PreemptionTests
{
    private const int Batch = 4, LeaseImages = 16, Huge = 200, Small = 100, HugeWidth = 20, SmallWidth = 40;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData("other", 0), InlineData("t", 1)]
    public async Task SmallJob_IsInTheBatchAfterTheOneInFlight_AndNothingIsComputedTwice(string tenant, int priority)
    {
        await using var cluster = await StartAsync();
        var (huge, small) = await PrepareAsync(cluster, new JobTerms(priority));
        using var order = new BatchOrder(cluster.Segmenters, holdAfter: 12);
        await cluster.Job("huge").StartAsync(huge, Token);
        await order.HeldAsync(Token);
        var key = new JobKey(tenant, "small");
        await cluster.Grains.GetGrain<IJobGrain>(key.ToString()).StartAsync(small, Token);
        await UntilLeasedAsync(cluster.Grains.GetGrain<IShardGrain>(new ShardKey(key, 0).ToString())); // while the batch is in flight
        order.Release();
        Assert.Equal(JobPhase.Completed, (await EndAsync(cluster.Grains.GetGrain<IJobGrain>(key.ToString()))).Phase);
        Assert.Equal(JobPhase.Completed, (await cluster.WaitAsync("huge")).Phase);
        var widths = order.Widths;
        Assert.All(widths.Take(13), width => Assert.True(width < SmallWidth));
        Assert.True(widths[13] >= SmallWidth, $"batches after the held one: {string.Join(' ', widths.Skip(13).Take(8))}");
        Assert.Equal((0, Huge + Small), (cluster.Segmenters.Recomputed, cluster.Segmenters.Computed.Count));
        Assert.Equal(Enumerable.Range(0, Huge), cluster.LoggedRecords("huge").Select(record => record.Index));
    }

    [Fact]
    public async Task JobOfTheSameRank_WaitsForItsTurn()
    {
        await using var cluster = await StartAsync();
        var (huge, small) = await PrepareAsync(cluster, new JobTerms());
        using var order = new BatchOrder(cluster.Segmenters, holdAfter: 12);
        await cluster.Job("huge").StartAsync(huge, Token);
        await order.HeldAsync(Token);
        await UntilLeasedAsync(cluster.Shard("huge", 0), LeaseImages + 1);
        await cluster.Job("small").StartAsync(small, Token);
        order.Release();
        Assert.Equal(JobPhase.Completed, (await cluster.WaitAsync("small")).Phase);
        Assert.Equal(JobPhase.Completed, (await cluster.WaitAsync("huge")).Phase);
        Assert.True(order.Widths[13] < SmallWidth);
        Assert.Equal(0, cluster.Segmenters.Recomputed);
    }

    private static Task<LabellingCluster> StartAsync() => LabellingCluster.StartAsync(configure: (_, silo) =>
    {
        silo.Configure<DatasetOptions>(datasets => datasets.ShardSize = Huge);
        silo.Configure<ShardOptions>(shards => shards.LeaseDuration = TimeSpan.FromSeconds(30));
        silo.Configure<WorkerOptions>(workers => (workers.LeaseImages, workers.MaxBatchImages, workers.LeaseTarget) = (LeaseImages, Batch, TimeSpan.FromMinutes(5)));
    });

    private static async Task<(JobRequest Huge, JobRequest Small)> PrepareAsync(LabellingCluster cluster, JobTerms terms)
    {
        var huge = await cluster.PrepareAsync("huge", TestImages.Write(Path.Combine(cluster.DirectoryPath, "huge"), Huge, HugeWidth));
        var small = await cluster.PrepareAsync("small", TestImages.Write(Path.Combine(cluster.DirectoryPath, "small"), Small, SmallWidth));
        return (huge, small with { Vocabulary = huge.Vocabulary, VocabularyVersion = huge.VocabularyVersion, Terms = terms }); // one that would have to be embedded waits for the device
    }

    private static async Task UntilLeasedAsync(IShardGrain shard, int images = 1)
    {
        using var limit = new CancellationTokenSource(Deadline);
        while ((await shard.GetCountsAsync(limit.Token)).Leased < images) await Task.Delay(20, limit.Token);
    }

    private static async Task<JobStatus> EndAsync(IJobGrain job)
    {
        using var limit = new CancellationTokenSource(Deadline);
        while (true)
            if (await job.WaitAsync(TimeSpan.FromSeconds(2), limit.Token) is var status && status.IsAtRest()) return status;
    }
}
