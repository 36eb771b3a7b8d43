using System.CommandLine;
using AlignZeg.Cli.Benchmarks;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg bench dispatch</c>.</summary>
internal static class BenchDispatchCommand
{
    private static readonly Option<int> Count = new("--count", "-n") { Description = "Number of images of the large job.", DefaultValueFactory = _ => 1_000_000 };

    private static readonly Option<int> Small = new("--small") { Description = "Number of images of the job before it, whose memory is the baseline.", DefaultValueFactory = _ => 10_000 };

    private static readonly Option<int> Workers = new("--workers") { Description = "Workers.", DefaultValueFactory = _ => 2 };

    private static readonly Option<int> Lease = new("--lease") { Description = "Most images of a lease.", DefaultValueFactory = _ => 250 };

    public static Command Create()
    {
        var command = new Command("dispatch", "Images/s, memory and reading speed of the way through job, shards, workers and log, with a model that computes nothing.")
        {
            Count, Small, Workers, Lease, CommonOptions.Json,
        };
        Count.RequireBetween(1, 20_000_000);
        Small.RequireBetween(1, 20_000_000);
        Workers.RequireBetween(1, 64);
        Lease.RequireBetween(1, 1024);
        command.SetAction((parsed, cancellationToken) => new DispatchBenchmark(
            parsed.GetValue(Count), parsed.GetValue(Small), new(parsed.GetValue(Workers), parsed.GetValue(Lease)), parsed.GetValue(CommonOptions.Json)).RunAsync(cancellationToken));
        return command;
    }
}
