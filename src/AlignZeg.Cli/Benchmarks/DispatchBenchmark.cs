using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>
/// The way of very many images through job, shards, workers and log, everything but the pictures: a small job first, whose memory is the baseline,
/// then the large one, whose result log is read back.
/// </summary>
internal sealed class DispatchBenchmark(int count, int small, DispatchWorkers workers, bool json)
{
    private readonly IProgressView _view = ProgressViews.For(json, TimeProvider.System);

    /// <summary>Measures and prints one JSON line.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var root = new ScratchFolder("bench");
        await using var platform = await DispatchPlatform.StartAsync(root.Path, workers, cancellationToken);
        var baseline = await MeasureAsync(platform, small, cancellationToken);
        Print(baseline, count == small ? baseline : await MeasureAsync(platform, count, cancellationToken));
        return ExitCode.Done;
    }

    private async Task<DispatchFigures> MeasureAsync(DispatchPlatform platform, int images, CancellationToken cancellationToken)
    {
        PeakMemory.Reset();
        var job = new DispatchJob(platform, images, _view);
        _view.Stage($"Registering {Figures.Images(images)}");
        long start = Stopwatch.GetTimestamp();
        var request = await job.PrepareAsync(cancellationToken);
        double registering = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _view.Stage($"Registered in {Figures.Duration(TimeSpan.FromSeconds(registering))}, at most {PeakMemory.Megabytes()} MB resident; {workers.Count} workers with leases of {workers.LeaseImages} begin");
        var processor = Environment.CpuUsage.TotalTime;
        var (seconds, shards) = await job.RunAsync(request, cancellationToken);
        double used = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        _view.Stage("Reading the result log back");
        double reading = await job.ReadAsync(shards, cancellationToken);
        var figures = new DispatchFigures(registering, images / seconds, used, images / reading, PeakMemory.Megabytes());
        _view.Stage(string.Create(CultureInfo.InvariantCulture,
            $"{Figures.Images(images)}: {figures.ImagesPerSecond:N0} images/s, {used:F1} s of processor time, read back at {figures.ReadPerSecond:N0} records/s, at most {figures.PeakMegabytes} MB resident"));
        return figures;
    }

    private void Print(DispatchFigures baseline, DispatchFigures large) => Console.Out.WriteLine(JsonSerializer.Serialize(new
    {
        Benchmark = "dispatch",
        Images = count,
        Workers = workers.Count,
        workers.LeaseImages,
        ImagesPerSecond = Math.Round(large.ImagesPerSecond),
        RssGrowthMb = large.PeakMegabytes - baseline.PeakMegabytes,
        ReadRecordsPerSecond = Math.Round(large.ReadPerSecond),
        CpuSeconds = Math.Round(large.CpuSeconds, 1),
        RegisterSeconds = Math.Round(large.RegisterSeconds, 1),
        BaselineImages = small,
        BaselineRssMb = baseline.PeakMegabytes,
        RssMb = large.PeakMegabytes,
    }, ResultJson.Line));
}

/// <summary>What was measured of one job.</summary>
/// <param name="RegisterSeconds">Writing, checking and cutting its manifest.</param> <param name="ImagesPerSecond">From its start to its end.</param>
/// <param name="CpuSeconds">Of user and system, in that time.</param> <param name="ReadPerSecond">Records, read back and parsed.</param>
/// <param name="PeakMegabytes">Largest resident memory, registration and reading included.</param>
internal sealed record DispatchFigures(double RegisterSeconds, double ImagesPerSecond, double CpuSeconds, double ReadPerSecond, long PeakMegabytes);
