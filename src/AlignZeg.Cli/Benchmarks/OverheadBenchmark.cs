using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AlignZeg.Cli.Benchmarks.Clusters;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>A cluster of processes against a plain loop with as many threads as it has workers, on the same images, turn by turn on the same processors.</summary>
internal sealed class OverheadBenchmark(int count, int repetitions, string? model, ServerPrograms programs, bool json)
{
    private const int Seed = 78, Workers = 2;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var root = new ScratchFolder("bench");
        await using var cluster = await LocalCluster.StartAsync(programs, Workers);
        var plan = await WorldPlan.MakeAsync(root.Path, count, Seed, request => request with { Cluster = cluster.Config, Model = model }, cancellationToken);
        await using var jobs = await ClusterJobs.PrepareAsync(plan, root.Path, cancellationToken);
        using var plain = new PlainLoop(plan, Workers);
        Say($"{Figures.Images(count)}, {repetitions} repetitions. Platform: one api and {Workers} workers as processes, Redis and Azurite, from the start of a job until all of its results are durable in Azurite; images and model are in the storage before. Plain: {Workers} threads that read the same images from files and write the same outputs to files. Everything runs on this machine's processors.");
        await MeasureAsync(cluster, jobs, plain, root.Path, cancellationToken);
        return ExitCode.Done;
    }

    private async Task MeasureAsync(LocalCluster cluster, ClusterJobs jobs, PlainLoop plain, string root, CancellationToken cancellationToken)
    {
        List<double> platform = [], loop = [], shares = [];
        for (int turn = 0; turn <= repetitions; turn++)
        {
            var (rate, share) = await PlatformAsync($"turn-{turn}", cluster, jobs, cancellationToken);
            double other = plain.Measure(Path.Combine(root, "plain"), cancellationToken);
            Say(string.Create(CultureInfo.InvariantCulture, $"{(turn == 0 ? "warm-up" : $"turn {turn}")}: platform {rate:F1}, plain {other:F1} images/s; Azurite takes {share:P0} of the processors"));
            if (turn == 0) continue; // caches and compiled code are warm for both after this one
            platform.Add(rate);
            loop.Add(other);
            shares.Add(share);
        }

        Print(Medians.Of(platform), Medians.Of(loop), Medians.Of(shares));
    }

    private async Task<(double Rate, double AzuriteShare)> PlatformAsync(string job, LocalCluster cluster, ClusterJobs jobs, CancellationToken cancellationToken)
    {
        var (start, processors) = (Stopwatch.GetTimestamp(), cluster.Azurite.ProcessorTime);
        await jobs.StartAsync(job, cancellationToken);
        await jobs.FinishAsync(job, cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (count / seconds, (cluster.Azurite.ProcessorTime - processors).TotalSeconds / (seconds * Environment.ProcessorCount));
    }

    private void Say(string line)
    {
        if (!json) Console.Out.WriteLine(line);
    }

    private void Print(double platform, double plain, double azurite) => Console.Out.WriteLine(JsonSerializer.Serialize(new
    {
        Benchmark = "overhead",
        Images = count,
        Repetitions = repetitions,
        Workers,
        ImagesPerSecond = Math.Round(platform, 3),
        PlainImagesPerSecond = Math.Round(plain, 3),
        AzuriteProcessorShare = Math.Round(azurite, 3),
        Ratio = Math.Round(platform / plain, 4),
    }, ResultJson.Line));
}
