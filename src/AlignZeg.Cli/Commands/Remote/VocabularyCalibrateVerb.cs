using System.CommandLine;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Remote;
using AlignZeg.Client.Reviews;

namespace AlignZeg.Cli.Commands.Remote;

/// <summary><c>alignzeg vocabulary calibrate</c>: thresholds from reviews. (<c>alignzeg calibrate</c> corrects a model's bias, with pictures of known classes.)</summary>
internal static class VocabularyCalibrateVerb
{
    private static readonly Option<string[]> Jobs = new("--job", "-j") { Description = "A job whose reviews count; may be given several times.", Required = true };

    private static readonly Option<double> Target = new("--target") { Description = "Of the pixels that keep a class, the share that must be right. Default: 0.9.", DefaultValueFactory = _ => .9 };

    private static readonly Option<int> LeastPixels = new("--least-pixels") { Description = "Leave classes with fewer reviewed pixels as they are. Default: 1000.", DefaultValueFactory = _ => 1_000 };

    private static readonly Option<int?> Version = new("--version") { Description = "Version to begin from. Default: the latest." };

    private static readonly Option<bool> Publish = new("--publish") { Description = "Publish the draft as a version. Default: only show it." };

    /// <param name="name">Of the vocabulary.</param>
    public static Command Create(Argument<string> name) => RemoteVerb.Of(
        "calibrate", "Fit the thresholds of the classes to reviewed images; unlike 'alignzeg calibrate', which corrects a model's bias.",
        (call, cancellationToken) => RunAsync(call, call.Parsed.GetRequiredValue(name), cancellationToken), name, Jobs, Target, LeastPixels, Version, Publish);

    private static async Task<int> RunAsync(RemoteCall call, string name, CancellationToken cancellationToken)
    {
        var parsed = call.Parsed;
        var order = new CalibrationOrder(parsed.GetRequiredValue(Jobs), parsed.GetValue(Target), parsed.GetValue(Version), parsed.GetValue(LeastPixels));
        var progress = new Progress<CalibrationReport>(so => call.Output.Say($"{Figures.Count(so.Measured)} of {Figures.Count(so.Images)} images are measured."));
        var done = await call.Client.Reviews.CalibrateAsync(name, order, parsed.GetValue(Publish), progress, cancellationToken);
        if (call.Output.Json) call.Output.Show(done);
        else await ShowAsync(call, name, done, done.Result!);
        return ExitCode.Done;
    }

    private static async Task ShowAsync(RemoteCall call, string name, CalibrationReport done, CalibrationResult result)
    {
        await call.Output.ListAsync(result.Classes.ToAsyncEnumerable(), ["Class", "Threshold", "Right before", "after", "Abstained", ""],
            one => [one.Name, one.Threshold is { } threshold ? Figures.Score(threshold) : null, Percent(one.Before.Precision), Percent(one.After.Precision), Percent(one.After.Abstained), InWords(one.Outcome)],
            "The model gave no class to any of the pixels.");
        call.Output.Say($"Of the pixels that keep a class, {Percent(result.After.Precision)} are right (before: {Percent(result.Before.Precision)}); {Percent(result.After.Abstained)} lose theirs (before: {Percent(result.Before.Abstained)}).");
        call.Output.Say($"Fitted on {result.FittedOn} images; all figures are of {result.TestedOn} others.{Left(done)}");
        call.Output.Say(result.Version is { } version ? $"Published as version {version} of '{name}'." : "Nothing is published; with --publish it is.");
    }

    private static string Left(CalibrationReport done) =>
        (done.Rejected > 0 ? $" {done.Rejected} rejected images say nothing of what would be right." : "") + (done.Unreadable > 0 ? $" {done.Unreadable} images could not be read again." : "");

    private static string Percent(double? share) => share is { } some ? $"{Figures.Percent(some)} %" : "-";

    private static string? InWords(FitOutcome outcome) => outcome switch
    {
        FitOutcome.TooFewPixels => "too few pixels: left as it is",
        FitOutcome.OutOfReach => "no threshold reaches the target: left as it is",
        _ => null,
    };
}
