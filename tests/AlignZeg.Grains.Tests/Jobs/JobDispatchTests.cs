using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Jobs;
using AlignZeg.Grains.Tests.Labelling;
using AlignZeg.Grains.Tests.Shards;
using Xunit;

namespace AlignZeg.Grains.Tests.Jobs;

/// <summary>What the dispatcher has of a job, where something came in between. These tests play the worker.</summary>
public sealed class JobDispatchTests
{
    private static readonly TimeSpan Briefly = TimeSpan.FromMilliseconds(200);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shard_ThatWorkersFoundEmpty_IsHandedOutAgain_OnceARetryReachesIt()
    {
        await using var cluster = await StartAsync();
        Assert.Equal(0, (await NextAsync(cluster))!.Shard.Number);
        await CompleteAsync(cluster, 0, Enumerable.Range(0, 10), index => index == 3 ? "empty" : null);
        await Until.IsSoAsync(async () => (await NextAsync(cluster))?.Shard.Number == 1, "shard 1 is open");
        await CompleteAsync(cluster, 1, [10, 11], _ => "empty");
        await cluster.Job("job").RetryFailedAsync(cancellationToken: Token); // shard 1 does not hear of it: shard 0 goes first, and one is open at a time
        await CompleteAsync(cluster, 1, Enumerable.Range(12, 8), _ => null);
        var shard = new ShardKey(new("t", "job"), 1);
        await Dispatcher(cluster).ExhaustedAsync(shard, null, Token); // as every worker says that asks it now
        await CompleteAsync(cluster, 0, [3], _ => null, attempt: 2);
        await Until.IsSoAsync(async () => (await NextAsync(cluster))?.Shard == shard, "shard 1 is handed out");
        await CompleteAsync(cluster, 1, [10, 11], _ => null, attempt: 2);
        var status = await cluster.WaitAsync("job");
        Assert.Equal((JobPhase.Completed, 20, 0), (status.Phase, status.Counts.Ok, status.Counts.Failed));
    }

    [Fact]
    public async Task Job_ThatWasPaused_IsWithdrawn_AlsoWhereWhoeverPausedItDidNotComeSoFar()
    {
        await using var cluster = await StartAsync();
        var plan = (await NextAsync(cluster))!.Plan;
        await cluster.Job("job").PauseAsync(Token);
        await Dispatcher(cluster).OfferAsync(new(plan, [0]), Token); // as if it had been lost
        Assert.NotNull(await NextAsync(cluster));
        await cluster.DeactivateAsync(cluster.Job("job"));
        Assert.Equal(JobPhase.Paused, (await cluster.Job("job").GetStatusAsync(Token)).Phase);
        await Until.IsSoAsync(async () => await NextAsync(cluster) is null, "nothing of it is handed out");
    }

    [Fact]
    public async Task WhatWasInTheWay_IsForgotten_WhenAPersonSaysGoOn()
    {
        await using var cluster = await StartAsync();
        await cluster.Job("job").HinderAsync("The model is away.", Token);
        Assert.Equal("The model is away.", (await cluster.Job("job").GetStatusAsync(Token)).Problem);
        await cluster.Job("job").PauseAsync(Token);
        await cluster.Job("job").ResumeAsync(Token);
        Assert.Null((await cluster.Job("job").GetStatusAsync(Token)).Problem);
    }

    [Fact]
    public async Task Start_WhoseReminderCannotBeSet_CanBeRepeated()
    {
        bool refuses = true;
        await using var cluster = await LabellingCluster.StartAsync(configure: (number, silo) =>
        {
            LabellingCluster.WithoutWorkers(number, silo);
            StubbornReminders.Add(silo.Services, () => refuses);
        });
        var request = await cluster.PrepareAsync("job", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 3));
        Assert.Equal(StorageFault.Unavailable, (await Assert.ThrowsAsync<StorageException>(() => cluster.Job("job").StartAsync(request, Token))).Fault); // which callers take for a reason to repeat it
        refuses = false;
        Assert.Equal(JobPhase.Running, (await cluster.Job("job").StartAsync(request, Token)).Phase);
    }

    private static async Task<LabellingCluster> StartAsync()
    {
        var cluster = await LabellingCluster.StartAsync(configure: (number, silo) =>
        {
            LabellingCluster.WithoutWorkers(number, silo);
            silo.Configure<JobOptions>(jobs => jobs.MaxOpenShards = 1);
        });
        await cluster.Job("job").StartAsync(await cluster.PrepareAsync("job", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), 20)), Token);
        return cluster;
    }

    private static IDispatcherGrain Dispatcher(LabellingCluster cluster) => cluster.Grains.GetGrain<IDispatcherGrain>(PoolKey.Default.ToString());

    private static Task<ShardTicket?> NextAsync(LabellingCluster cluster) => Dispatcher(cluster).NextAsync(new("test", 1, 0), Briefly, Token);

    private static Task<CompletionReceipt> CompleteAsync(LabellingCluster cluster, int shard, IEnumerable<int> indices, Func<int, string?> reasonOf, int attempt = 1) =>
        cluster.Shard("job", shard).CompleteAsync(Guid.NewGuid(), [.. indices.Select(index => TestResults.Of(index, reasonOf(index), attempt))], Token);
}
