using System.CommandLine;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Remote;
using AlignZeg.Cli.Splits;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg dataset diff BEFORE AFTER</c>, on this machine; <c>alignzeg dataset diff NAME --from V</c>, on a server.</summary>
internal static class DatasetDiffVerb
{
    private static readonly Argument<string> Before = new("before") { Description = "Folder, pattern, .jsonl manifest, archive, or address of a blob container, as it was; with --from the name of a server's dataset." };

    private static readonly Argument<string?> After = new("after") { Description = "Folder, pattern, .jsonl manifest, archive, or address of a blob container, as it is.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<int?> From = new("--from") { Description = "Version of the server's dataset as it was." };

    private static readonly Option<int?> To = new("--to") { Description = "Version of the server's dataset as it is. Default: the latest." };

    public static Command Create()
    {
        var command = new Command("diff", "Say which images were added, removed, changed and moved between two folders or manifests of this machine, or two versions of a server's dataset (--from, --to).") { Before, After, From, To };
        RemoteOptions.AddTo(command);
        command.Options.Add(CommonOptions.Json);
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(From) is { } from ? CompareVersionsAsync(parsed, from, cancellationToken) : CompareFoldersAsync(parsed, cancellationToken));
        return command;
    }

    private static Task<int> CompareFoldersAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(To) is not null) throw CommandException.BadInput("--to names a version of a server's dataset; name the other one with --from.");
        string after = parsed.GetValue(After) ?? throw CommandException.BadInput("One state of a data set was named; name two folders or manifests, or a server's dataset with --from VERSION.");
        bool json = parsed.GetValue(CommonOptions.Json);
        return new DiffRun(parsed.GetRequiredValue(Before), after, json, ProgressViews.For(json, TimeProvider.System), TimeProvider.System).RunAsync(cancellationToken);
    }

    private static async Task<int> CompareVersionsAsync(ParseResult parsed, int from, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(After) is { } after) throw CommandException.BadInput($"With --from one dataset of a server is compared, and '{after}' is a second; leave it out, or leave out --from.");
        bool json = parsed.GetValue(CommonOptions.Json);
        var client = RemoteOptions.Connect(parsed);
        DiffReport.Write(await client.Datasets.DiffAsync(parsed.GetRequiredValue(Before), from, parsed.GetValue(To), json ? null : DiffReport.MostRows, cancellationToken), json);
        return ExitCode.Done;
    }
}
