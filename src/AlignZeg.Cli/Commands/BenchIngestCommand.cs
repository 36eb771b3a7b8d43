using System.CommandLine;
using AlignZeg.Cli.Benchmarks;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg bench ingest</c>.</summary>
internal static class BenchIngestCommand
{
    private static readonly Option<int> Count = new("--count", "-n") { Description = "Number of images.", DefaultValueFactory = _ => 2000 };

    private static readonly Option<int> Repetitions = new("--repetitions", "-r") { Description = "How often each way is measured; medians are reported.", DefaultValueFactory = _ => 3 };

    private static readonly Option<string[]> Kinds = new("--kind") { Description = $"Which ways in: {string.Join(", ", IngestBenchmark.Kinds)}. Default: all.", DefaultValueFactory = _ => IngestBenchmark.Kinds, AllowMultipleArgumentsPerToken = true };

    public static Command Create()
    {
        var command = new Command("ingest", "Images/s and MB/s of images from a folder, from archives, from a table and over HTTP, against a plain copy of the same files.") { Count, Repetitions, Kinds, CommonOptions.Json };
        Count.RequireBetween(1, 1_000_000);
        Repetitions.RequireBetween(1, 100);
        Kinds.AcceptOnlyFromAmong(IngestBenchmark.Kinds);
        command.SetAction((parsed, cancellationToken) => new IngestBenchmark(
            parsed.GetValue(Count), parsed.GetValue(Repetitions), parsed.GetRequiredValue(Kinds), parsed.GetValue(CommonOptions.Json)).RunAsync(cancellationToken));
        return command;
    }
}
