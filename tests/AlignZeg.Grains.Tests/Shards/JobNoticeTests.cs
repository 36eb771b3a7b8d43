using AlignZeg.Abstractions.Jobs;
using AlignZeg.Grains.Jobs;
using AlignZeg.Grains.Tests.Labelling;
using Xunit;

namespace AlignZeg.Grains.Tests.Shards;

/// <summary>A job learns from its shards how they are, although its ticks are far apart and calls get lost.</summary>
public sealed class JobNoticeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Job_ThatCouldNotBeTold_IsToldAgain()
    {
        int lost = 0;
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) =>
        {
            silo.Configure<JobOptions>(jobs => jobs.ReconcileEvery = TimeSpan.FromMinutes(10));
            silo.AddIncomingGrainCallFilter(context =>
                context.InterfaceMethod.Name == nameof(IJobGrain.ShardDoneAsync) && Interlocked.Increment(ref lost) <= 3 ? throw new SiloUnavailableException() : context.Invoke());
        });
        var request = await cluster.PrepareAsync("told", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 12));
        Assert.Equal(JobPhase.Completed, (await cluster.RunAsync("told", request)).Phase);
        Assert.InRange(lost, 4, 5); // three were lost; the job sees by itself that the other shard is done too, if that is told later
    }

    [Fact]
    public async Task Job_ThatWasLostWithItsSilo_IsWokenByAShard_AlsoWhenTheFirstCallIsLost()
    {
        int lost = int.MinValue;
        await using var cluster = await LabellingCluster.StartAsync(configure: (number, silo) =>
        {
            LabellingCluster.WithoutWorkers(number, silo);
            silo.AddIncomingGrainCallFilter(context => context.InterfaceMethod.Name == nameof(IJobGrain.GetRequestAsync) && Interlocked.Increment(ref lost) <= 2 ? throw new SiloUnavailableException() : context.Invoke());
        });
        await cluster.Job("woken").StartAsync(await cluster.PrepareAsync("woken", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 3)), Token);
        lost = 0;
        await cluster.DeactivateAsync(cluster.Shard("woken", 0));
        await cluster.Shard("woken", 0).GetCountsAsync(Token);
        await Until.IsSoAsync(() => Task.FromResult(lost == 3), "the third call was let through");
    }
}
