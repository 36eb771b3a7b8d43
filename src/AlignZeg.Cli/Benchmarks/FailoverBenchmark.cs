using System.Globalization;
using System.Text.Json;
using AlignZeg.Cli.Benchmarks.Clusters;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>How long nothing becomes durable after a silo was lost, and whether anything was lost or written twice; a job over the same images per disturbance.</summary>
internal sealed class FailoverBenchmark(int count, ServerPrograms programs, bool json)
{
    private const int Seed = 79, Workers = 2, LeaseImages = 16;
    private const int RecomputedAtMost = Workers * LeaseImages; // per disturbance: what all workers had in hand
    private static readonly TimeSpan Freeze = TimeSpan.FromSeconds(15);
    private int _lost, _duplicates;
    private long _recomputed, _mostRecomputed;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var root = new ScratchFolder("bench");
        await using var cluster = await LocalCluster.StartAsync(programs, Workers);
        var plan = await WorldPlan.MakeAsync(root.Path, count, Seed, request => request with { Cluster = cluster.Config }, cancellationToken);
        await using var jobs = await ClusterJobs.PrepareAsync(plan, root.Path, cancellationToken);
        Say($"One api and {Workers} workers as processes, Redis, Azurite; a job of {Figures.Images(count)} per disturbance, which comes at a fifth of it. Measured: the longest time, from there to the job's end, in which the log files do not grow; leases last {LocalCluster.LeaseSeconds} s.");
        double kill = await DisturbAsync("kill", "worker1", "worker", KillAsync, cluster, jobs, cancellationToken);
        double freeze = await DisturbAsync("freeze", "worker2", "worker", FreezeAsync, cluster, jobs, cancellationToken);
        double api = await DisturbAsync("api", "api", "api", KillAsync, cluster, jobs, cancellationToken);
        Print(kill, freeze, api);
        return Verdict() is { } broken ? throw CommandException.Failed(broken) : ExitCode.Done;
    }

    private async Task<double> DisturbAsync(
        string job, string silo, string role, Func<LocalCluster, string, CancellationToken, Task> disturb, LocalCluster cluster, ClusterJobs jobs, CancellationToken cancellationToken)
    {
        int shards = (count + LocalCluster.ShardSize - 1) / LocalCluster.ShardSize;
        var results = new DurableResults(cluster.OpenLogs(), ClusterJobs.KeyOf(job), shards);
        await jobs.StartAsync(job, cancellationToken);
        await results.WatchAsync(count / 5, cancellationToken);
        var disturbance = disturb(cluster, silo, cancellationToken);
        double seconds = (await results.WatchAsync(count, cancellationToken)).TotalSeconds;
        await disturbance;
        var counts = await jobs.FinishAsync(job, cancellationToken);
        var indexes = results.Indexes();
        int distinct = indexes.Distinct().Count();
        (_lost, _duplicates, _recomputed) = (_lost + count - distinct, _duplicates + indexes.Count - distinct, _recomputed + counts.Recomputed);
        _mostRecomputed = Math.Max(_mostRecomputed, counts.Recomputed);
        Say(string.Create(CultureInfo.InvariantCulture, $"{job}: {silo}, longest pause {seconds:F2} s; {distinct} of {count} images durable, {indexes.Count - distinct} twice, {counts.Recomputed} computed again"));
        await cluster.StartSiloAsync(silo, role);
        return seconds;
    }

    private static Task KillAsync(LocalCluster cluster, string silo, CancellationToken cancellationToken)
    {
        cluster.Signal(silo, ProcessSignal.Kill);
        return Task.CompletedTask;
    }

    private static async Task FreezeAsync(LocalCluster cluster, string silo, CancellationToken cancellationToken)
    {
        cluster.Signal(silo, ProcessSignal.Stop);
        await Task.Delay(Freeze, cancellationToken);
        cluster.Signal(silo, ProcessSignal.Continue);
    }

    /// <summary>What of the platform's promises did not hold; null if all did.</summary>
    private string? Verdict()
    {
        if (_lost + _duplicates > 0) return $"The platform broke its promise: {_lost} images were lost and {_duplicates} are in the logs more than once; both have to be 0.";
        return _mostRecomputed <= RecomputedAtMost ? null : $"{_mostRecomputed} images were computed again after one disturbance; all workers together had {RecomputedAtMost} in hand at most.";
    }

    private void Say(string line)
    {
        if (!json) Console.Out.WriteLine(line);
    }

    private void Print(double kill, double freeze, double api) => Console.Out.WriteLine(JsonSerializer.Serialize(new
    {
        Benchmark = "failover",
        Images = count,
        KillSeconds = Math.Round(kill, 3),
        FreezeSeconds = Math.Round(freeze, 3),
        ApiKillSeconds = Math.Round(api, 3),
        Lost = _lost,
        Duplicates = _duplicates,
        Recomputed = _recomputed,
        RecomputedAtMost = 3 * RecomputedAtMost,
    }, ResultJson.Line));
}
