using System.CommandLine;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Splits;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg dataset diff BEFORE AFTER</c>, on this machine.</summary>
internal static class DatasetDiffVerb
{
    private static readonly Argument<string> Before = new("before") { Description = "Folder, pattern or .jsonl manifest as it was." };

    private static readonly Argument<string> After = new("after") { Description = "Folder, pattern or .jsonl manifest as it is." };

    public static Command Create()
    {
        var command = new Command("diff", "Say which images were added, removed, changed and moved between two folders or manifests of this machine.") { Before, After, CommonOptions.Json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var json = parsed.GetValue(CommonOptions.Json);
            return new DiffRun(parsed.GetRequiredValue(Before), parsed.GetRequiredValue(After), json, ProgressViews.For(json, TimeProvider.System), TimeProvider.System).RunAsync(cancellationToken);
        });
        return command;
    }
}
