using System.CommandLine;
using AlignZeg.Cli.Imports;
using AlignZeg.Cli.Progress;
using AlignZeg.Datasets.Imports;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg import --input INPUT --output DIR</c>.</summary>
internal static class ImportCommand
{
    private static readonly Option<string> Input = new("--input", "-i") { Description = "Labels of another tool: a file or a folder, see --format; of a folder that an export made, the file in it that holds the labels.", Required = true };

    private static readonly Option<string?> Format = new("--format", "-f")
    {
        Description = $"What the input is: {string.Join("; ", ImportFormats.All.Select(one => $"{one.Name} ({one.Summary})"))}. Default: what it looks like.",
    };

    private static readonly Option<string?> Classes = new("--classes", "--vocabulary", "-v") { Description = "The classes that ids are given by, found by name. Default: those of the input, in its order." };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "Folder to make, with masks/, classes.txt and import-report.json.", Required = true };

    public static Command Create()
    {
        var command = new Command("import", "Make label maps of reviewed labels, to score, calibrate or train with.") { Input, Format, Classes, Output, CommonOptions.Json };
        Format.AcceptOnlyFromAmong([.. ImportFormats.All.Select(one => one.Name)]);
        command.SetAction((parsed, cancellationToken) =>
        {
            var json = parsed.GetValue(CommonOptions.Json);
            return new ImportRun(parsed.GetRequiredValue(Input), parsed.GetValue(Format), parsed.GetValue(Classes), parsed.GetRequiredValue(Output), json)
                .RunAsync(ProgressViews.For(json, TimeProvider.System), TimeProvider.System, cancellationToken);
        });
        return command;
    }
}
