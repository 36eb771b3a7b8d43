using System.CommandLine;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Splits;
using AlignZeg.Datasets.Splits;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg split PATH… --output DIR</c>.</summary>
internal static class SplitCommand
{
    private const string Lists = "lists", Manifests = "manifests";

    private static readonly Argument<string[]> Paths = new("path") { Description = "Folders, files, patterns such as 'photos/**/*.jpg', or .jsonl manifests.", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<string> Parts = new("--parts", "--ratios") { Description = "The parts and their shares, such as train=80,val=20; names may be left out for train, val and test.", DefaultValueFactory = _ => "train=80,val=10,test=10" };

    private static readonly Option<long> Seed = new("--seed") { Description = "Another seed is another split.", DefaultValueFactory = _ => 0 };

    private static readonly Option<string> As = new("--as") { Description = "lists (PART.txt, a name a line) or manifests (PART.jsonl, which 'label' and 'dataset upload' take).", DefaultValueFactory = _ => Lists };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "Folder to make, with a file per part and split-report.json.", Required = true };

    public static Command Create()
    {
        var command = new Command("split", "Cut images into train, val and test by their bytes: an image stays in its part whatever is added, renamed or copied.") { Paths, Parts, Seed, As, Output, CommonOptions.Json };
        As.AcceptOnlyFromAmong(Lists, Manifests);
        command.SetAction((parsed, cancellationToken) =>
        {
            var (json, seed) = (parsed.GetValue(CommonOptions.Json), parsed.GetValue(Seed));
            var request = new SplitRequest(parsed.GetRequiredValue(Paths), new(Read(parsed.GetRequiredValue(Parts)), seed), seed, parsed.GetValue(As) == Manifests, parsed.GetRequiredValue(Output), json);
            return new SplitRun(request, ProgressViews.For(json, TimeProvider.System), TimeProvider.System).RunAsync(cancellationToken);
        });
        return command;
    }

    private static IReadOnlyList<SplitPart> Read(string parts)
    {
        try
        {
            return SplitParts.Parse(parts);
        }
        catch (FormatException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }
}
