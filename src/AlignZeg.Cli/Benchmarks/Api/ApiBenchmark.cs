using System.Globalization;
using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Benchmarks.Api;

/// <summary>
/// Requests per second of the HTTP API and its memory: this process is the server, with a job that workers without work have ended; a second process asks.
/// The yardstick of the same run is <c>/health/live</c>, which does nothing.
/// </summary>
internal sealed class ApiBenchmark(ApiBenchmarkPlan plan, bool json)
{
    private const int StreamSeconds = 600;
    private static readonly DispatchWorkers Workers = new(2, 250);
    private readonly IProgressView _view = ProgressViews.For(json, TimeProvider.System);

    /// <summary>Measures and prints one JSON line.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var root = new ScratchFolder("bench");
        await using var platform = await DispatchPlatform.StartWithApiAsync(root.Path, Workers, cancellationToken);
        string job = await LabelAsync(platform, plan.Images, cancellationToken), streamed = await LabelAsync(platform, plan.StreamImages, cancellationToken);
        string key = await platform.KeyAsync(DispatchJob.Tenant, cancellationToken);
        var load = new LoadProcess(platform.Address, key, plan.Connections);
        var idle = await MeasureAsync(load, new("live", job, plan.Seconds, 0), cancellationToken);
        var status = await MeasureAsync(load, new("status", job, plan.Seconds, 0), cancellationToken);
        var pages = await MeasureAsync(load, new("pages", job, plan.Seconds, 0), cancellationToken);
        PeakMemory.Reset();
        long before = PeakMemory.Megabytes();
        var streams = await MeasureAsync(load with { Connections = plan.Consumers }, new("stream", streamed, StreamSeconds, plan.StreamImages), cancellationToken);
        Print(idle, status, pages, streams, PeakMemory.Megabytes() - before);
        return streams.Faults == 0 ? ExitCode.Done : throw CommandException.Failed($"{streams.Faults} of {plan.Consumers} consumers did not get every result once.");
    }

    private async Task<string> LabelAsync(DispatchPlatform platform, int images, CancellationToken cancellationToken)
    {
        var job = new DispatchJob(platform, images, _view);
        await job.RunAsync(await job.PrepareAsync(cancellationToken), cancellationToken);
        return job.Key.Job;
    }

    private async Task<LoadFigures> MeasureAsync(LoadProcess load, LoadPhase phase, CancellationToken cancellationToken)
    {
        _view.Stage($"Measuring {phase.Name} with {load.Connections} connections");
        var figures = await load.RunAsync(phase, cancellationToken);
        _view.Stage(string.Create(CultureInfo.InvariantCulture, $"{phase.Name}: {figures.RequestsPerSecond():N0} requests/s, p50 {figures.P50Ms:F2} ms, p99 {figures.P99Ms:F2} ms, {figures.RecordsPerSecond():N0} records/s"));
        return figures;
    }

    private void Print(LoadFigures idle, LoadFigures status, LoadFigures pages, LoadFigures streams, long growth) => Console.Out.WriteLine(JsonSerializer.Serialize(new
    {
        Benchmark = "api",
        plan.Images,
        plan.Connections,
        LivePerSecond = Math.Round(idle.RequestsPerSecond()),
        StatusPerSecond = Math.Round(status.RequestsPerSecond()),
        StatusRatio = Math.Round(status.RequestsPerSecond() / idle.RequestsPerSecond(), 3),
        StatusP50Ms = status.P50Ms,
        StatusP99Ms = status.P99Ms,
        PagesPerSecond = Math.Round(pages.RequestsPerSecond()),
        PageP50Ms = pages.P50Ms,
        PageP99Ms = pages.P99Ms,
        PageRecordsPerSecond = Math.Round(pages.RecordsPerSecond()),
        plan.Consumers,
        plan.StreamImages,
        StreamRecordsPerSecond = Math.Round(streams.RecordsPerSecond()),
        StreamSeconds = streams.Seconds,
        StreamFaults = streams.Faults,
        StreamRssGrowthMb = growth,
        RssMb = PeakMemory.Megabytes(),
    }, ResultJson.Line));
}

/// <summary>How the API is measured.</summary>
/// <param name="Images">Results of the job that is asked for.</param> <param name="Connections">Callers at a time.</param> <param name="Seconds">Of each phase.</param>
/// <param name="Consumers">Streams at a time; every tenth reads one result and then nothing until the others have ended.</param> <param name="StreamImages">Results that each of them gets.</param>
internal sealed record ApiBenchmarkPlan(int Images, int Connections, int Seconds, int Consumers, int StreamImages);
