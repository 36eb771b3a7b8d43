using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Shards;
using AlignZeg.Grains.Telemetry;
using AlignZeg.Grains.Tests.Labelling;
using AlignZeg.Grains.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AlignZeg.Grains.Tests.Workers;

public sealed class ResultReporterTests
{
    // Orleans 10 says so of a message that ran out of time while its grain was placed.
    [Fact]
    public async Task AcknowledgementThatIsCalledCancelled_ThoughNobodyDid_IsRepeated()
    {
        int refused = 0;
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) => silo
            .Configure<WorkerOptions>(options => options.ReuseResults = false) // or what is let go of would be found again
            .AddIncomingGrainCallFilter(context => context is { Grain: IShardGrain, MethodName: nameof(IShardGrain.CompleteAsync) } && Interlocked.Increment(ref refused) <= 2
                ? throw new OperationCanceledException("Message expired before placement could complete.")
                : context.Invoke()));
        var ended = await cluster.RunAsync("job", await cluster.PrepareAsync("job", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 10)));
        Assert.Equal((JobPhase.Completed, 10, 0), (ended.Phase, ended.Counts.Ok, ended.Counts.Recomputed));
        Assert.Equal(10, cluster.Segmenters.Computed.Count);
        Assert.True(refused > 2);
    }

    [Fact]
    public async Task ShardThatDoesNotAnswer_CostsOthersNoRenewal()
    {
        var ended = new TaskCompletionSource();
        await using var cluster = await LabellingCluster.StartAsync(configure: (number, silo) =>
        {
            LabellingCluster.WithoutWorkers(number, silo);
            silo.Configure<ShardOptions>(shards => shards.LeaseDuration = TimeSpan.FromSeconds(3));
            silo.AddIncomingGrainCallFilter(async context =>
            {
                if (context is { Grain: IShardGrain, MethodName: nameof(IShardGrain.RenewAsync) } && context.TargetId.Key.ToString()!.EndsWith("/0", StringComparison.Ordinal)) await ended.Task;
                await context.Invoke();
            });
        });
        await cluster.Job("job").StartAsync(await cluster.PrepareAsync("job", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 20)), TestContext.Current.CancellationToken);
        using var leases = new LeasesInHand(2);
        foreach (int shard in new[] { 0, 1 }) leases.Add(await LeaseAsync(cluster, shard));
        using var services = new ServiceCollection().AddMetrics().AddSingleton<LabellingMeter>().BuildServiceProvider();
        var reporter = new ResultReporter(cluster.Grains, leases, new(new(), TimeProvider.System), services.GetRequiredService<LabellingMeter>(), TimeProvider.System, NullLogger.Instance);
        for (int third = 0; third < 4; third++) await reporter.RenewAsync(); // longer than a lease, as the first shard lets it wait
        var others = await cluster.Shard("job", 1).AcquireAsync(new("another", 10, long.MaxValue), TestContext.Current.CancellationToken);
        Assert.Equal([14, 15, 16, 17, 18, 19], others.Lease!.Images.Select(image => image.Index));
        ended.SetResult();
    }

    [Fact]
    public async Task JobThatWasCancelled_WhoseShardNeverAnswers_IsInNobodysWay()
    {
        using var refused = new SemaphoreSlim(0);
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) => silo.AddIncomingGrainCallFilter(context =>
        {
            if (context is not { Grain: IShardGrain, MethodName: nameof(IShardGrain.CompleteAsync) } || !context.TargetId.Key.ToString()!.Contains("silent", StringComparison.Ordinal)) return context.Invoke();
            refused.Release();
            throw new InvalidOperationException("no answer");
        }));
        var images = TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 10).ToArray();
        await cluster.Job("silent").StartAsync(await cluster.PrepareAsync("silent", images), TestContext.Current.CancellationToken);
        await refused.WaitAsync(TestContext.Current.CancellationToken);
        await cluster.Job("silent").CancelAsync(TestContext.Current.CancellationToken);
        var other = await cluster.RunAsync("other", await cluster.PrepareAsync("other", images));
        Assert.Equal((JobPhase.Completed, 10), (other.Phase, other.Counts.Ok));
    }

    private static async Task<LeaseInHand> LeaseAsync(LabellingCluster cluster, int shard)
    {
        var request = await cluster.Job("job").GetRequestAsync(TestContext.Current.CancellationToken);
        var offer = await cluster.Shard("job", shard).AcquireAsync(new("test", 4, long.MaxValue), TestContext.Current.CancellationToken);
        return new(new(new(new("t", "job"), shard), new(new("t", "job"), request, null)), offer.Lease!, plan: null!);
    }
}
