using System.CommandLine;
using AlignZeg.Cli.Evaluation;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg evaluate --predictions DIR --truth DIR --classes FILE</c>.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<string> Predictions = new("--predictions", "-p") { Description = "Folder of predicted label maps (PNG).", Required = true };

    private static readonly Option<string> Truth = new("--truth", "-t") { Description = "Folder of true label maps of the same names.", Required = true };

    private static readonly Option<string> Classes = new("--classes", "--vocabulary", "-v") { Description = "classes.json of a job, or a vocabulary file.", Required = true };

    private static readonly Option<string?> Split = new("--split") { Description = "JSON file with seen and unseen classes. Default: split.json beside truth or vocabulary." };

    public static Command Create()
    {
        var command = new Command("evaluate", "Score label maps against ground truth.") { Predictions, Truth, Classes, Split, CommonOptions.Json };
        command.SetAction((parsed, cancellationToken) => new EvaluationRun(
            parsed.GetRequiredValue(Predictions), parsed.GetRequiredValue(Truth), parsed.GetRequiredValue(Classes), parsed.GetValue(Split), parsed.GetValue(CommonOptions.Json)).RunAsync(cancellationToken));
        return command;
    }
}
