using System.CommandLine;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Reports;
using AlignZeg.Cli.Worlds;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg demo --output DIR</c>: generated scenes, then exactly what <c>label</c> does.</summary>
internal static class DemoCommand
{
    private static readonly Option<string> Output = new("--output", "-o") { Description = "Where scenes and results go.", DefaultValueFactory = _ => "out" };

    private static readonly Option<int> Count = new("--count", "-n") { Description = "Number of scenes.", DefaultValueFactory = _ => 60 };

    private static readonly Option<int> Seed = new("--seed") { Description = "Which scenes: the same seed draws the same ones.", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command("demo", "Draw scenes with ground truth, label them, score the result: a first look without anything of your own.") { Output, Count, Seed, CommonOptions.Json };
        Count.RequireBetween(1, 100_000);
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetRequiredValue(Output), parsed.GetValue(Count), parsed.GetValue(Seed), parsed.GetValue(CommonOptions.Json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string folder, int count, int seed, bool json, CancellationToken cancellationToken)
    {
        var view = ProgressViews.For(json, TimeProvider.System);
        using var output = OutputFolder.Open(folder);
        var world = Path.Combine(folder, "world");
        view.Stage($"Drawing {Figures.Count(count)} scenes into {world}");
        await WorldFolder.WriteAsync(world, count, seed, cancellationToken);
        var request = new LabelRequest
        {
            Inputs = [Path.Combine(world, "images")],
            Vocabulary = Path.Combine(world, "vocabulary.json"),
            Truth = Path.Combine(world, "truth"),
            Output = folder,
            Confidence = true,
            Json = json,
        };
        var plan = await LabelPlan.MakeAsync(request, new(() => output.Folder(ImageFinder.Folder), view, TimeProvider.System), cancellationToken);
        var summary = await new LabelRun(plan, view, TimeProvider.System).RunAsync(output, cancellationToken);
        return JobEnding.Show(summary, output.Root, json);
    }
}
