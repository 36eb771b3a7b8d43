using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>The whole path against plain loops, on the same images, in the same process, turn by turn, so that a busy machine slows all of them.</summary>
internal sealed class LabelBenchmark(int count, int repetitions, int? workers, bool json)
{
    private const int Seed = 77;
    private readonly int _threads = workers ?? EmbeddedPlatform.DefaultWorkers;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var root = new ScratchFolder("bench");
        var plan = await WorldPlan.MakeAsync(root.Path, count, Seed, request => request with { Workers = _threads }, cancellationToken);
        Say($"{Figures.Images(count)}, {_threads} threads, {repetitions} repetitions");
        using var single = new PlainLoop(plan, 1);
        using var parallel = new PlainLoop(plan, _threads);
        List<double> platform = [], sequential = [], threaded = [];
        for (int turn = 0; turn <= repetitions; turn++)
        {
            var rates = (await PlatformAsync(plan, root.Path, cancellationToken), single.Measure(Path.Combine(root.Path, "plain"), cancellationToken), parallel.Measure(Path.Combine(root.Path, "plain"), cancellationToken));
            Say($"{(turn == 0 ? "warm-up" : $"turn {turn}")}: platform {Figures.Rate(rates.Item1)}, plain {Figures.Rate(rates.Item2)} with one thread, {Figures.Rate(rates.Item3)} with {_threads} (images/s)");
            if (turn == 0) continue; // caches and compiled code are warm for all after this one
            platform.Add(rates.Item1);
            sequential.Add(rates.Item2);
            threaded.Add(rates.Item3);
        }
        Print(Medians.Of(platform), Medians.Of(sequential), Medians.Of(threaded));
        return ExitCode.Done;
    }

    /// <summary>From the start of the job to its last durable result; the model is loaded before, as it is for the plain loops.</summary>
    private static async Task<double> PlatformAsync(LabelPlan plan, string root, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(root, "platform");
        using (var output = OutputFolder.Open(folder))
        {
            var job = new LabellingJob(plan, plan.Fingerprint().JobId, new SilentView(), TimeProvider.System);
            var facts = await job.RunAsync(output, new ShardParts(Path.Combine(output.State, "parts"), output.Root), cancellationToken);
            Directory.Delete(folder, recursive: true);
            return facts.Labelled / facts.Seconds;
        }
    }

    private void Say(string line)
    {
        if (!json) Console.Out.WriteLine(line);
    }

    private void Print(double platform, double sequential, double threaded)
    {
        double plain = Math.Max(sequential, threaded);
        Say($"The platform reaches {Figures.Percent(platform / plain)} % of the faster plain loop.");
        Console.Out.WriteLine(JsonSerializer.Serialize(new
        {
            Benchmark = "label",
            Images = count,
            Repetitions = repetitions,
            Threads = _threads,
            ImagesPerSecond = Math.Round(platform, 3),
            PlainImagesPerSecond = Math.Round(plain, 3),
            PlainOneThread = Math.Round(sequential, 3),
            PlainThreads = Math.Round(threaded, 3),
            Ratio = Math.Round(platform / plain, 4),
        }, ResultJson.Line));
    }
}
