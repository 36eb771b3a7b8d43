using System.CommandLine;
using AlignZeg.Cli.Calibration;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg calibrate --model DIR</c>.</summary>
internal static class CalibrateCommand
{
    private static readonly Option<string> Model = new("--model", "-m") { Description = "A model whose recipe held seen classes out (supervision.held_out).", Required = true };

    private static readonly Option<string> Curve = new("--curve", "-o") { Description = "File for the S-U curve, JSON.", DefaultValueFactory = _ => "su-curve.json" };

    private static readonly Option<string?> Apply = new("--apply") { Description = "A model trained on all seen classes by the same recipe, which gets the picked numbers." };

    private static readonly Option<int> Scenes = new("--count", "-n") { Description = "Number of scenes.", DefaultValueFactory = _ => 80 };

    private static readonly Option<int> Seed = new("--seed") { Description = "Of the scenes; training uses 1.", DefaultValueFactory = _ => 2 };

    public static Command Create()
    {
        var command = new Command("calibrate", "Pick gamma and theta of the bias correction on held-out seen classes, and save the curve of seen against unseen scores.")
        {
            Model, Curve, Apply, Scenes, Seed,
        };
        Scenes.RequireBetween(1, 100_000);
        Seed.RequireBetween(2, int.MaxValue);
        command.SetAction((parsed, cancellationToken) => new CalibrationRun(
            parsed.GetRequiredValue(Model), parsed.GetRequiredValue(Curve), parsed.GetValue(Apply), parsed.GetValue(Scenes), parsed.GetValue(Seed)).RunAsync(cancellationToken));
        return command;
    }
}
