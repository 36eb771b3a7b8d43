using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Shards;
using AlignZeg.Grains.Workers;
using Xunit;

namespace AlignZeg.Grains.Tests.Labelling;

public sealed class ExhaustedMemoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batch_IsHalved_UntilItFits_AndStaysThere()
    {
        await using var cluster = await StartAsync();
        cluster.Segmenters.BeforeBatch = batch =>
        {
            if (batch.Count > 2) Exhaustion.Throw();
        };
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 40);
        var status = await cluster.RunAsync("job", await cluster.PrepareAsync("job", images));
        Assert.Equal((JobPhase.Completed, 40, 0), (status.Phase, status.Counts.Ok, status.Counts.Failed));
        Assert.InRange(cluster.Segmenters.Batches.Count(size => size > 2), 0, 2); // 8 and 4 at most, or what was there in place of them; then it is known
        Assert.Equal(0, cluster.Segmenters.Recomputed);
    }

    [Fact]
    public async Task ImageThatDoesNotFitAlone_Fails_AndTheWorkerGoesOn()
    {
        await using var cluster = await StartAsync();
        int? large = null;
        cluster.Segmenters.BeforeBatch = batch =>
        {
            large ??= FakeSegmenter.IdOf(batch[^1]);
            if (batch.Any(input => FakeSegmenter.IdOf(input) == large)) Exhaustion.Throw();
        };
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 20);
        var status = await cluster.RunAsync("job", await cluster.PrepareAsync("job", images));
        Assert.Equal((JobPhase.Completed, 19, 1), (status.Phase, status.Counts.Ok, status.Counts.Failed));
        var failed = Assert.Single(cluster.LoggedRecords("job"), record => record.Status == ResultStatus.Failed);
        Assert.Equal("out_of_memory", failed.Reason);
        Assert.Contains($"'{failed.Image}', 8 x 8 pixels", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherModels_GoBeforeAnImageDoes()
    {
        await using var cluster = await StartAsync();
        var instance = cluster.Grains.GetGrain<IModelInstanceGrain>((await cluster.Grains.GetGrain<IModelGrain>("tiny").ListInstancesAsync(Token))[0].ToString());
        await instance.LoadAsync(new(new("idle"), "/sized/idle-5", "/sized/idle-5"), Token);
        cluster.Segmenters.BeforeBatch = _ =>
        {
            if (cluster.Segmenters.Disposed.IsEmpty) Exhaustion.Throw();
        };
        var status = await cluster.RunAsync("job", await cluster.PrepareAsync("job", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 9)));
        Assert.Equal((9, 0), (status.Counts.Ok, status.Counts.Failed));
        Assert.Equal(["/sized/idle-5"], cluster.Segmenters.Disposed);
        Assert.Equal(1, (await instance.HealthAsync(Token)).Evictions);
    }

    private static Task<LabellingCluster> StartAsync() =>
        LabellingCluster.StartAsync(configure: (_, silo) => silo
            .Configure<WorkerOptions>(workers => (workers.LeaseImages, workers.MaxBatchImages) = (8, 8))
            .Configure<ShardOptions>(shards => shards.LeaseDuration = TimeSpan.FromMinutes(1))); // no lease may end on a busy machine: its images would be computed again
}
