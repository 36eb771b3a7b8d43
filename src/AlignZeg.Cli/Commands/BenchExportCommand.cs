using System.CommandLine;
using AlignZeg.Cli.Benchmarks;
using AlignZeg.Datasets.Exports;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg bench export</c>.</summary>
internal static class BenchExportCommand
{
    private static readonly Option<int> Count = new("--count", "-n") { Description = "Number of images.", DefaultValueFactory = _ => 100 };

    private static readonly Option<int> Repetitions = new("--repetitions", "-r") { Description = "How often each format is measured; medians are reported.", DefaultValueFactory = _ => 3 };

    public static Command Create()
    {
        var command = new Command("export", "Images/s and MB/s of every export format against a plain copy of the files that it made.") { Count, Repetitions, CommonOptions.Json };
        Count.RequireBetween(1, 100_000);
        Repetitions.RequireBetween(1, 100);
        // The scenes of the benchmark have no class of Cityscapes.
        command.SetAction((parsed, cancellationToken) => new ExportBenchmark(
            parsed.GetValue(Count), parsed.GetValue(Repetitions), [.. ExportFormats.All.Where(one => one.Name != "cityscapes")], parsed.GetValue(CommonOptions.Json)).RunAsync(cancellationToken));
        return command;
    }
}
