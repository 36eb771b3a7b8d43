using System.CommandLine;
using AlignZeg.Cli.Training;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg train --config FILE --output DIR</c>.</summary>
internal static class TrainCommand
{
    private static readonly Option<string> Config = new("--config", "-c", "--recipe") { Description = "A file of configs/train.", DefaultValueFactory = _ => "configs/train/tiny.json" };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "Folder of the model.", Required = true };

    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on where a stopped run of the same configuration left off; start if there is none." };

    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Replace the model or the stopped run that the output folder holds." };

    private static readonly Option<string?> Data = new("--data") { Description = "Folder of the data set, in place of the configuration's." };

    private static readonly Option<string?> Clip = new("--clip") { Description = "Keep this CLIP (a model, a Hugging Face folder, an OpenAI checkpoint) and train the network only." };

    private static readonly Option<string> Device = new("--device") { Description = "cpu or cuda.", DefaultValueFactory = _ => "cpu" };

    private static readonly Option<int?> Seed = new("--seed") { Description = "In place of the configuration's seeds." };

    private static readonly Option<int?> Singles = new("--singles") { Description = "Drawn pictures of one object, for the CLIP, in place of the configuration's number." };

    private static readonly Option<int?> Scenes = new("--scenes") { Description = "Drawn pictures of several objects, in place of the configuration's number." };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Read and check everything, say what would be trained, train nothing." };

    public static Command Create()
    {
        var command = new Command("train", "Train a model: on the embedded world (a CLIP on captions, then AlignZeg on masks of seen classes) or on a data set.")
        {
            Config, Output, Resume, Overwrite, Data, Clip, Device, Seed, Singles, Scenes, DryRun, CommonOptions.Json,
        };
        Seed.RequireBetween(0, int.MaxValue);
        Singles.RequireBetween(1, 1_000_000);
        Scenes.RequireBetween(1, 1_000_000);
        command.SetAction((parsed, cancellationToken) => Task.Run(() => new TrainingRun(RequestOf(parsed), TimeProvider.System).Run(cancellationToken), cancellationToken));
        return command;
    }

    private static TrainingRequest RequestOf(ParseResult parsed) => new(parsed.GetRequiredValue(Config), parsed.GetRequiredValue(Output), parsed.GetRequiredValue(Device))
    {
        Clip = parsed.GetValue(Clip), Data = parsed.GetValue(Data), Seed = parsed.GetValue(Seed), Singles = parsed.GetValue(Singles), Scenes = parsed.GetValue(Scenes),
        Resume = parsed.GetValue(Resume), Overwrite = parsed.GetValue(Overwrite), DryRun = parsed.GetValue(DryRun), Json = parsed.GetValue(CommonOptions.Json),
    };
}
