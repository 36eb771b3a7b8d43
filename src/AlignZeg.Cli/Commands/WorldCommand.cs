using System.CommandLine;
using System.Text.Json;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;
using AlignZeg.Cli.Worlds;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg world --count N --seed S --output DIR</c>.</summary>
internal static class WorldCommand
{
    private static readonly Option<string> Output = new("--output", "-o") { Description = "Where the scenes go: a new or empty folder.", Required = true };

    private static readonly Option<int> Count = new("--count", "-n") { Description = "Number of scenes.", DefaultValueFactory = _ => 60 };

    private static readonly Option<int> Seed = new("--seed") { Description = "Which scenes: the same seed draws the same ones.", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command("world", "Draw scenes with ground truth: images/, truth/, vocabulary.json, split.json.") { Output, Count, Seed, CommonOptions.Json };
        Count.RequireBetween(1, 1_000_000);
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetRequiredValue(Output), parsed.GetValue(Count), parsed.GetValue(Seed), parsed.GetValue(CommonOptions.Json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string folder, int count, int seed, bool json, CancellationToken cancellationToken)
    {
        await WorldFolder.WriteAsync(folder, count, seed, cancellationToken);
        Console.Out.WriteLine(json
            ? JsonSerializer.Serialize(new { Event = "summary", Images = count, Seed = seed, Output = Path.GetFullPath(folder) }, ResultJson.Line)
            : $"{Figures.Images(count)} with truth, vocabulary.json and split.json are in {Path.GetFullPath(folder)}");
        return ExitCode.Done;
    }
}
