using System.CommandLine;
using AlignZeg.Cli.Training;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg train --recipe FILE --output DIR</c>.</summary>
internal static class TrainCommand
{
    private static readonly Option<string> Recipe = new("--recipe", "-r") { Description = "All numbers of the run, JSON.", DefaultValueFactory = _ => "configs/training/tiny.json" };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "Folder of the model.", Required = true };

    private static readonly Option<string?> Clip = new("--clip") { Description = "Keep the CLIP of this model and train the network only." };

    private static readonly Option<int?> Seed = new("--seed") { Description = "In place of the recipe's seeds." };

    private static readonly Option<int> Singles = new("--singles") { Description = "Pictures of one object, for the CLIP.", DefaultValueFactory = _ => 8000 };

    private static readonly Option<int> Scenes = new("--scenes") { Description = "Pictures of several objects.", DefaultValueFactory = _ => 8000 };

    public static Command Create()
    {
        var command = new Command("train", "Train a model on the embedded world: a CLIP on captions, then AlignZeg on masks of seen classes.") { Recipe, Output, Clip, Seed, Singles, Scenes, CommonOptions.Json };
        Singles.RequireBetween(1, 1_000_000);
        Scenes.RequireBetween(1, 1_000_000);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () => new TrainingRun(
                parsed.GetRequiredValue(Recipe), parsed.GetRequiredValue(Output), parsed.GetValue(Clip), parsed.GetValue(Seed),
                parsed.GetValue(Singles), parsed.GetValue(Scenes), parsed.GetValue(CommonOptions.Json)).Run(cancellationToken),
            cancellationToken));
        return command;
    }
}
