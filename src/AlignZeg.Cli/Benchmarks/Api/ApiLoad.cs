using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Remote;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Benchmarks.Api;

/// <summary>The callers of <see cref="LoadProcess"/>, inside that process.</summary>
internal sealed class ApiLoad(HttpClient client, LoadPhase phase, int connections)
{
    private const int PageLimit = 500;
    private readonly ConcurrentBag<double> _milliseconds = [];
    private long _records;

    /// <summary>Runs the phase and prints its figures as one JSON line.</summary>
    public static async Task<int> RunAsync(Uri server, LoadPhase phase, int connections, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = connections };
        using var client = new HttpClient(handler) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(phase.Seconds + 60) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Environment.GetEnvironmentVariable(RemoteOptions.KeyVariable));
        var load = new ApiLoad(client, phase, connections);
        var figures = phase.Name == "stream" ? await load.StreamAsync(cancellationToken) : await load.AskAsync(cancellationToken);
        Console.Out.WriteLine(JsonSerializer.Serialize(figures, ResultJson.Line));
        return ExitCode.Done;
    }

    private async Task<LoadFigures> StreamAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var others = new TaskCompletionSource();
        var consumers = Enumerable.Range(0, connections).Select(i => (IsSlow: i % 10 == 9, Stream: new StreamConsumer(client, phase))).ToList();
        var quick = consumers.Where(one => !one.IsSlow).Select(one => one.Stream.ReadAsync(Task.CompletedTask, cancellationToken)).ToList();
        var slow = consumers.Where(one => one.IsSlow).Select(one => one.Stream.ReadAsync(others.Task, cancellationToken)).ToList();
        var ends = await Task.WhenAll(quick);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds; // of those that read: the slow ones only hold on
        others.SetResult();
        await Task.WhenAll(slow);
        return new(ends.Length, Math.Round(seconds, 2), Round(Percentile.Of(ends, 0.5)), Round(Percentile.Of(ends, 0.99)), (long)ends.Length * phase.Expected, consumers.Count(one => !one.Stream.HasAllOnce));
    }

    private async Task<LoadFigures> AskAsync(CancellationToken cancellationToken)
    {
        await CallAsync(new(), cancellationToken); // connects, and warms what runs first
        _milliseconds.Clear();
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => RepeatAsync(start, cancellationToken)));
        return new(_milliseconds.Count, Stopwatch.GetElapsedTime(start).TotalSeconds, Round(Percentile.Of(_milliseconds, 0.5)), Round(Percentile.Of(_milliseconds, 0.99)), _records, 0);
    }

    private async Task RepeatAsync(long start, CancellationToken cancellationToken)
    {
        for (var place = new Place(); Stopwatch.GetElapsedTime(start).TotalSeconds < phase.Seconds;)
        {
            long begun = Stopwatch.GetTimestamp();
            await CallAsync(place, cancellationToken);
            _milliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
    }

    // A reader of pages follows the cursor and begins again at the end.
    private async Task CallAsync(Place place, CancellationToken cancellationToken)
    {
        using var answer = await client.GetAsync(phase.Name switch
        {
            "live" => "/health/live",
            "status" => $"/v1/jobs/{phase.Job}",
            _ => $"/v1/jobs/{phase.Job}/results?limit={PageLimit}&after={place.Cursor}",
        }, cancellationToken);
        if (!answer.IsSuccessStatusCode) throw CommandException.Failed($"The server answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        byte[] body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        if (phase.Name != "pages") return;
        Interlocked.Add(ref _records, body.Count(one => one == (byte)'\n'));
        place.Cursor = answer.Headers.GetValues("X-End").Single() == "true" ? "" : answer.Headers.GetValues("X-Next-Cursor").Single();
    }

    private static double Round(double value) => Math.Round(value, 2);

    private sealed class Place
    {
        public string Cursor { get; set; } = "";
    }
}
