using System.Text.Json;

namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>Large jobs on a cluster of processes whose parts are killed, frozen and away: every image exactly once, in the bytes of an undisturbed run in one process.</summary>
[Collection(InTurn.Name)]
public sealed class DisturbedJobTests(SmallImages images) : IClassFixture<SmallImages>
{
    private const int Kill = 9, Terminate = 15, Continue = 18, Stop = 19;
    private const int Workers = 2, Lease = 16;
    private static readonly TimeSpan Freeze = TimeSpan.FromSeconds(15), Outage = TimeSpan.FromSeconds(20), Longest = TimeSpan.FromMinutes(6);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KilledAndFrozenWorkers_CostTime_NeverAnImage()
    {
        await using var cluster = await ClusterProcesses.StartAsync(Workers);
        using var folder = new TemporaryFolder();
        using var label = AlignZegProcess.Start(Command(cluster, folder["out"]));
        await ReachAsync(label, 60);
        cluster["worker1"].Signal(Kill);
        await cluster.StartSiloAsync("worker3", "worker");
        await ReachAsync(label, 150);
        cluster["worker2"].Signal(Stop);
        await Task.Delay(Freeze, Token);
        cluster["worker2"].Signal(Continue); // a zombie: it must not write anything twice, and it ends
        Assert.NotEqual(0, (await cluster["worker2"].EndAsync()).ExitCode);
        var ended = (await label.EndAsync(Longest)).Expect(0);
        Assert.InRange(ended.Last.GetProperty("recomputed").GetInt32(), 0, (Workers + 1) * Lease);
        await AssertUndisturbedAsync(cluster, folder["out"]);
    }

    [Fact]
    public async Task ServersAndTheSiloOfTheJobAway_CostTime_NeverTheJob()
    {
        await using var cluster = await ClusterProcesses.StartAsync(Workers);
        using var folder = new TemporaryFolder();
        using var label = AlignZegProcess.Start(Command(cluster, folder["out"]));
        await ReachAsync(label, 100);
        cluster["api"].Signal(Kill); // with it the grains of job, shards and dispatcher
        await cluster.StartSiloAsync("api", "api");
        await ReachAsync(label, 200);
        foreach (Benchmarks.Servers.ServerProcess server in new Benchmarks.Servers.ServerProcess[] { cluster.Azurite, cluster.Redis })
        {
            await server.StopAsync();
            await Task.Delay(Outage, Token);
            await server.StartAsync();
        }

        (await label.EndAsync(Longest)).Expect(0);
        await AssertUndisturbedAsync(cluster, folder["out"]);
    }

    [Fact]
    public async Task FrozenSiloOfTheJob_WritesNothingTwice_WhenItWakes()
    {
        await using var cluster = await ClusterProcesses.StartAsync(Workers);
        using var folder = new TemporaryFolder();
        using var label = AlignZegProcess.Start(images.CommandOfFirst(folder["out"], "--cluster", cluster.Config));
        await ReachAsync(label, 50);
        cluster["api"].Signal(Stop); // shards go to the workers; what was sent to it lies in its sockets
        await Task.Delay(Freeze, Token);
        cluster["api"].Signal(Continue); // now it has shards that are another's: the log's fence is in its way
        Assert.NotEqual(0, (await cluster["api"].EndAsync()).ExitCode);
        (await label.EndAsync(Longest)).Expect(0);
        await AssertUndisturbedAsync(cluster, folder["out"], SmallImages.CountOfFirst);
    }

    [Fact]
    public async Task WorkerThatIsToldToStop_EndsItsBatches_AndNothingIsComputedTwice()
    {
        await using var cluster = await ClusterProcesses.StartAsync(Workers);
        using var folder = new TemporaryFolder();
        using var label = AlignZegProcess.Start(images.CommandOfFirst(folder["out"], "--cluster", cluster.Config));
        await ReachAsync(label, 50);
        cluster["worker1"].Signal(Terminate);
        Assert.Contains("silo stopped", (await cluster["worker1"].EndAsync()).Expect(0).Output, StringComparison.Ordinal);
        var ended = (await label.EndAsync(Longest)).Expect(0);
        await AssertUndisturbedAsync(cluster, folder["out"], SmallImages.CountOfFirst);
        int recomputed = ended.Last.GetProperty("recomputed").GetInt32();
        if (recomputed > 0) Assert.Fail($"{recomputed} images were computed twice; the silos said:\n{await cluster.EndAllAsync()}");
    }

    /// <summary>Every image exactly once, in the storage and with the consumer, in the bytes of the undisturbed run.</summary>
    private async Task AssertUndisturbedAsync(ClusterProcesses cluster, string output, int count = SmallImages.Count)
    {
        Assert.Equal(Enumerable.Range(0, count), (await cluster.StoredIndexesAsync(Token)).Order());
        await Results.AssertSameMasksAsync(images.Output, output, count);
    }

    private static async Task ReachAsync(AlignZegProcess label, int done)
    {
        if (!await label.ReadUntilAsync(line => IsMidway(line, done))) Assert.Fail($"the job ended before it was seen midway: {await label.EndAsync()}");
    }

    private static bool IsMidway(JsonElement line, int done) =>
        line.GetProperty("event").GetString() == "progress" && line.GetProperty("done").GetInt32() >= done && line.GetProperty("done").GetInt32() < line.GetProperty("total").GetInt32();

    private string[] Command(ClusterProcesses cluster, string output) => images.Command(output, "--cluster", cluster.Config);
}
