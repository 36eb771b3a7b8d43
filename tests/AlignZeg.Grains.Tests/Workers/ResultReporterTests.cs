using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Tests.Labelling;
using AlignZeg.Grains.Workers;
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
}
