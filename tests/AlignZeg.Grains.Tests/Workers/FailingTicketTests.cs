using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Models;
using AlignZeg.Grains.Tests.Labelling;
using AlignZeg.Grains.Workers;
using AlignZeg.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AlignZeg.Grains.Tests.Workers;

/// <summary>What a worker does with a ticket that comes to nothing, however often it is tried.</summary>
public sealed class FailingTicketTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Model_ThatThisMachineHasNoRoomFor_BlocksTheJob_WithASentence()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("alignzeg-no-folder-").FullName, "file");
        await File.WriteAllTextAsync(file, "", Token);
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) =>
            silo.Services.AddSingleton(provider => new BundleCache(provider.GetRequiredService<IBlobStore>()) { Root = file })); // nothing can be made in a file
        await cluster.Blobs.WriteAsync("bundles/feed/weights", new byte[10], cancellationToken: Token);
        var request = await PrepareAsync(cluster, "t", 3);
        var status = await cluster.RunAsync("stuck", request with { Model = request.Model with { Path = "blob:bundles/feed" } });
        Assert.Equal(JobPhase.Blocked, status.Phase);
        Assert.Contains($"The model 'tiny' cannot be brought to '{file}' on this machine", status.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_ThatCannotBeBegun_KeepsNoWorkerFromTheWorkOfOthers_AndIsTriedAgain()
    {
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) => silo.Configure<WorkerOptions>(workers => workers.ReuseResults = false));
        var request = await PrepareAsync(cluster, "t", 30);
        await cluster.RunAsync("first", request); // its vocabulary is known from now on
        var tried = new TaskCompletionSource();
        cluster.Segmenters.BeforeClassifier = () =>
        {
            tried.TrySetResult();
            throw new InvalidOperationException("Nobody has foreseen this.");
        };
        var failing = cluster.Grains.GetGrain<IJobGrain>(new JobKey("u", "failing").ToString());
        await failing.StartAsync(await PrepareAsync(cluster, "u", 30), Token);
        await tried.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
        Assert.Equal((JobPhase.Completed, 30), Outcome(await cluster.RunAsync("second", request)));
        Assert.Equal((JobPhase.Running, 0), Outcome(await failing.GetStatusAsync(Token)));
        await Until.IsSoAsync(async () => (await failing.GetStatusAsync(Token)).Problem?.EndsWith("cannot begin with it, and tries again: Nobody has foreseen this.", StringComparison.Ordinal) == true, "the status tells what is in the way");
        cluster.Segmenters.BeforeClassifier = null;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await failing.WaitAsync(TimeSpan.FromSeconds(2), limit.Token)).IsAtRest())
        {
        }

        var ended = await failing.GetStatusAsync(Token);
        Assert.Equal((JobPhase.Completed, 30), Outcome(ended));
        Assert.Null(ended.Problem);
    }

    [Fact]
    public async Task Shard_ThatCannotBeRead_BlocksTheJob_WithItsSentence()
    {
        await using var cluster = await LabellingCluster.StartAsync(configure: (_, silo) => silo.AddIncomingGrainCallFilter(context =>
            context.InterfaceMethod.Name == nameof(IShardGrain.AcquireAsync) ? throw new StorageException("The manifest is gone.", StorageFault.Damaged) : context.Invoke()));
        var status = await cluster.RunAsync("unreadable", await PrepareAsync(cluster, "t", 3));
        Assert.Equal((JobPhase.Blocked, "The manifest is gone."), (status.Phase, status.Problem));
    }

    private static (JobPhase, int) Outcome(JobStatus status) => (status.Phase, status.Counts.Ok);

    private static Task<JobRequest> PrepareAsync(LabellingCluster cluster, string tenant, int images) =>
        cluster.PrepareAsync("work", TestImages.Write(Path.Combine(cluster.DirectoryPath, "images"), images), tenant: tenant);
}
