using System.CommandLine;
using AlignZeg.Cli.Benchmarks;
using AlignZeg.Datasets.Exports;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg bench export</c>.</summary>
internal static class BenchExportCommand
{
    // The scenes of the benchmark have no class of Cityscapes.
    private static readonly string[] Formats = [.. ExportFormats.All.Select(one => one.Name).Where(name => name != "cityscapes")];

    private static readonly Option<int> Count = new("--count", "-n") { Description = "Number of scenes.", DefaultValueFactory = _ => 100 };

    private static readonly Option<int> Copies = new("--copies") { Description = "Names that each scene's label map has: scenes times names are the images. For the memory of large exports.", DefaultValueFactory = _ => 1 };

    private static readonly Option<int> Repetitions = new("--repetitions", "-r") { Description = "How often each format is measured; medians are reported.", DefaultValueFactory = _ => 3 };

    private static readonly Option<string[]> Format = new("--format") { Description = "Which formats. Default: all.", DefaultValueFactory = _ => Formats, AllowMultipleArgumentsPerToken = true };

    public static Command Create()
    {
        var command = new Command("export", "Images/s and MB/s of every export format against a plain copy of the files that it made, and the memory.") { Count, Copies, Repetitions, Format, CommonOptions.Json };
        Count.RequireBetween(1, 100_000);
        Copies.RequireBetween(1, 10_000); // with all scenes, less than an int holds
        Repetitions.RequireBetween(1, 100);
        Format.AcceptOnlyFromAmong(Formats);
        command.SetAction((parsed, cancellationToken) => new ExportBenchmark(
            parsed.GetValue(Count), parsed.GetValue(Copies), parsed.GetValue(Repetitions), [.. parsed.GetValue(Format)!.Select(name => ExportFormats.All.Single(one => one.Name == name))], parsed.GetValue(CommonOptions.Json))
            .RunAsync(cancellationToken));
        return command;
    }
}
