using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>
/// How long a small job of one tenant waits for its first result while a huge job of another has all workers: from the answer to its start until that result is durable.
/// Between rounds the huge job is alone for a moment of random length, so that small jobs meet it anywhere in its work.
/// </summary>
internal sealed record FairnessBenchmark(int Rounds, int HugeImages, int SmallImages, int DeviceMilliseconds, int Workers, bool Json)
{
    private const int Seed = 5;
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(15), LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Measures, and prints one JSON line.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var root = new ScratchFolder("fairness");
        await using var platform = await FairnessPlatform.StartAsync(root.Path, Workers, TimeSpan.FromMilliseconds(DeviceMilliseconds), cancellationToken);
        var rounds = await MeasureAsync(platform, cancellationToken);
        Print(rounds);
        return ExitCode.Done;
    }

    private async Task<List<(double Start, double Done)>> MeasureAsync(FairnessPlatform platform, CancellationToken cancellationToken)
    {
        var huge = platform.Grains.GetGrain<IJobGrain>(new JobKey("huge", "job").ToString());
        await huge.StartAsync(await platform.PrepareAsync("huge", HugeImages, cancellationToken), cancellationToken);
        var small = await platform.PrepareAsync("small", SmallImages, cancellationToken);
        var (random, rounds) = (new Random(Seed), new List<(double, double)>());
        for (int round = 0; round < Rounds; round++)
        {
            await Task.Delay(LongestPause * (round == 0 ? 1 : random.NextDouble()), cancellationToken); // the first time for the workers to learn their pace
            var key = new JobKey("small", string.Create(CultureInfo.InvariantCulture, $"job-{round}"));
            rounds.Add(await MeasureRoundAsync(platform.Grains, key, small, cancellationToken));
            Say(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: first result after {rounds[^1].Item1:F2} s, all {SmallImages} after {rounds[^1].Item2:F2} s"));
        }

        var status = await huge.GetStatusAsync(cancellationToken);
        if (status.Phase != JobPhase.Running) throw CommandException.Failed($"The huge job was {status.Phase.ToString().ToLowerInvariant()} before the last round; give it more images.");
        await huge.CancelAsync(cancellationToken);
        return rounds;
    }

    private static async Task<(double Start, double Done)> MeasureRoundAsync(IGrainFactory grains, JobKey key, JobRequest request, CancellationToken cancellationToken)
    {
        var job = grains.GetGrain<IJobGrain>(key.ToString());
        var status = await job.StartAsync(request, cancellationToken);
        long start = Stopwatch.GetTimestamp();
        double first = (await Task.WhenAll(Enumerable.Range(0, status.Shards).Select(FirstResultAsync))).Min();
        while (!status.IsAtRest()) status = await job.WaitAsync(LongWait, cancellationToken);
        if (status.Counts.Ok != status.Counts.Total) throw CommandException.Failed($"The small job was {status.Phase.ToString().ToLowerInvariant()} with {status.Counts.Ok} of {status.Counts.Total} images.");
        return (first, Stopwatch.GetElapsedTime(start).TotalSeconds);

        async Task<double> FirstResultAsync(int number)
        {
            var shard = grains.GetGrain<IShardGrain>(new ShardKey(key, number).ToString());
            while ((await shard.ReadAsync(0, 1, LongWait, cancellationToken)).Lines.Count == 0) cancellationToken.ThrowIfCancellationRequested();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    private void Print(List<(double Start, double Done)> rounds)
    {
        var (starts, ends) = (rounds.ConvertAll(round => round.Start), rounds.ConvertAll(round => round.Done));
        Say(string.Create(CultureInfo.InvariantCulture, $"first result: median {Medians.Of(starts):F2} s, 95 % within {Percentile.Of(starts, 0.95):F2} s; all results: 95 % within {Percentile.Of(ends, 0.95):F2} s"));
        Console.Out.WriteLine(JsonSerializer.Serialize(new
        {
            Benchmark = "fairness",
            Rounds,
            HugeImages,
            SmallImages,
            DeviceMilliseconds,
            Workers,
            MedianStartSeconds = Math.Round(Medians.Of(starts), 3),
            P95StartSeconds = Math.Round(Percentile.Of(starts, 0.95), 3),
            P95DoneSeconds = Math.Round(Percentile.Of(ends, 0.95), 3),
        }, ResultJson.Line));
    }

    private void Say(string line)
    {
        if (!Json) Console.Out.WriteLine(line);
    }
}
