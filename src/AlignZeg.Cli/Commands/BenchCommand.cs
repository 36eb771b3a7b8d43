using System.CommandLine;
using AlignZeg.Cli.Benchmarks;
using AlignZeg.Cli.Labelling;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg bench NAME</c>: each benchmark ends with one JSON line of its figures.</summary>
internal static class BenchCommand
{
    private static readonly Option<int> Count = new("--count", "-n") { Description = "Number of images.", DefaultValueFactory = _ => 160 };

    private static readonly Option<int> Repetitions = new("--repetitions", "-r") { Description = "How often each way is measured; medians are reported.", DefaultValueFactory = _ => 5 };

    private static readonly Option<int?> Workers = new("--workers") { Description = "Device threads of the platform, and of the plain loop. Default: one per processor." };

    private static readonly Option<string?> Model = new("--model", "-m") { Description = "Folder of the model. Default: the one that ships with alignzeg." };

    private static readonly Option<int> Scenes = new("--count", "-n") { Description = "Number of scenes.", DefaultValueFactory = _ => 300 };

    private static readonly Option<int> Seed = new("--seed") { Description = "Of the scenes; training uses 1 and 2.", DefaultValueFactory = _ => 4242 };

    private static readonly Option<int> Rounds = new("--rounds", "-r") { Description = "How often each row is measured; medians are reported.", DefaultValueFactory = _ => 5 };

    private static readonly Option<int> Threads = new("--threads") { Description = "Threads of torch. Default: 1, as a device thread of the platform has.", DefaultValueFactory = _ => 1 };

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
        return new("bench", "Benchmarks; each ends with one JSON line of its figures.")
        {
            label, CreateModel(), CreateQuality(), BenchDispatchCommand.Create(), BenchFairnessCommand.Create(), BenchClusterCommands.CreateOverhead(), BenchClusterCommands.CreateFailover(), BenchExportCommand.Create(), BenchIngestCommand.Create(),
            BenchApiCommand.Create(), BenchApiCommand.CreateLoad(), BenchZeroShotCommand.Create(), BenchUiCommand.Create(),
        };
    }

    private static Command CreateModel()
    {
        var command = new Command("model", "Speed of forward passes (CLIP ViT-B/16 at 224, AlignZeg at 640; random weights) beside the machine's matrix product, and what bf16 and a thousand classes cost.")
        {
            Rounds, Threads, CommonOptions.Json,
        };
        Rounds.RequireBetween(1, 1000);
        Threads.RequireBetween(1, 1024);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () => new SpeedBenchmark(parsed.GetValue(Rounds), parsed.GetValue(Threads), parsed.GetValue(CommonOptions.Json)).Run(cancellationToken), cancellationToken));
        return command;
    }

    private static Command CreateQuality()
    {
        var command = new Command("quality", "Scores of a model on fresh scenes of the embedded world, beside training-free dense CLIP.") { Model, Scenes, Seed };
        Scenes.RequireBetween(1, 100_000);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () => new QualityBenchmark(parsed.GetValue(Model) ?? LabelPlan.DefaultModel, parsed.GetValue(Scenes), parsed.GetValue(Seed)).Run(cancellationToken), cancellationToken));
        return command;
    }
}
