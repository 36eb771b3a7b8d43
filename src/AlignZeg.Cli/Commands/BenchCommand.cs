using System.CommandLine;
using AlignZeg.Cli.Benchmarks;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg bench NAME</c>: each benchmark ends with one JSON line of its figures.</summary>
internal static class BenchCommand
{
    private static readonly Option<int> Count = new("--count", "-n") { Description = "Number of images.", DefaultValueFactory = _ => 160 };

    private static readonly Option<int> Repetitions = new("--repetitions", "-r") { Description = "How often each way is measured; medians are reported.", DefaultValueFactory = _ => 5 };

    private static readonly Option<int?> Workers = new("--workers") { Description = "Device threads of the platform, and of the plain loop. Default: one per processor." };

    public static Command Create()
    {
        var label = new Command("label", "Images/s of the whole path against plain loops that decode, compute, encode and write the same with no platform around.")
        {
            Count, Repetitions, Workers, CommonOptions.Json,
        };
        Count.RequireBetween(1, 100_000);
        Repetitions.RequireBetween(1, 100);
        Workers.RequireBetween(1, 64);
        label.SetAction((parsed, cancellationToken) => new LabelBenchmark(
            parsed.GetValue(Count), parsed.GetValue(Repetitions), parsed.GetValue(Workers), parsed.GetValue(CommonOptions.Json)).RunAsync(cancellationToken));
        return new("bench", "Benchmarks; each ends with one JSON line of its figures.") { label };
    }
}
