using System.CommandLine;
using AlignZeg.Cli.Benchmarks.Api;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg bench api</c>, and the callers that it starts as a process of their own.</summary>
internal static class BenchApiCommand
{
    private static readonly Option<int> Count = new("--count", "-n") { Description = "Results of the job that is asked for.", DefaultValueFactory = _ => 50_000 };

    private static readonly Option<int> Connections = new("--connections") { Description = "Callers at a time.", DefaultValueFactory = _ => 16 };

    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long status and pages are asked for.", DefaultValueFactory = _ => 10 };

    private static readonly Option<int> Consumers = new("--consumers") { Description = "Streams at a time; every tenth of them stops reading after one result until the others have ended.", DefaultValueFactory = _ => 200 };

    private static readonly Option<int> StreamCount = new("--stream-count") { Description = "Results that each stream gives.", DefaultValueFactory = _ => 5_000 };

    public static Command Create()
    {
        var command = new Command("api", "Requests/s and latency of job status and result pages, and streams of results to many consumers, with the server's memory.")
        {
            Count, Connections, Seconds, Consumers, StreamCount, CommonOptions.Json,
        };
        foreach (var count in new[] { Count, StreamCount }) count.RequireBetween(1, 10_000_000);
        Connections.RequireBetween(1, 1_000);
        Seconds.RequireBetween(1, 3_600);
        Consumers.RequireBetween(1, 5_000);
        command.SetAction((parsed, cancellationToken) => new ApiBenchmark(
            new(parsed.GetValue(Count), parsed.GetValue(Connections), parsed.GetValue(Seconds), parsed.GetValue(Consumers), parsed.GetValue(StreamCount)),
            parsed.GetValue(CommonOptions.Json)).RunAsync(cancellationToken));
        return command;
    }

    /// <summary>The callers; what <see cref="LoadProcess"/> starts.</summary>
    public static Command CreateLoad()
    {
        Argument<string> server = new("server"), phase = new("phase"), job = new("job");
        Argument<int> connections = new("connections"), seconds = new("seconds"), expected = new("expected");
        var command = new Command("api-load", "The callers of 'bench api'.") { server, phase, job, connections, seconds, expected };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => ApiLoad.RunAsync(
            new(parsed.GetRequiredValue(server)), new(parsed.GetRequiredValue(phase), parsed.GetRequiredValue(job), parsed.GetValue(seconds), parsed.GetValue(expected)),
            parsed.GetValue(connections), cancellationToken));
        return command;
    }
}
