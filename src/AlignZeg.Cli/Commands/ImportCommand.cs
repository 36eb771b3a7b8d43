using System.CommandLine;
using AlignZeg.Cli.Imports;
using AlignZeg.Cli.Progress;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg import --input FILE --output DIR</c>.</summary>
internal static class ImportCommand
{
    private static readonly Option<string> Input = new("--input", "-i") { Description = "COCO JSON: instances, stuff, or panoptic with its PNGs in the folder of its name.", Required = true };

    private static readonly Option<string> Format = new("--format", "-f") { Description = "What the input is: coco.", DefaultValueFactory = _ => "coco" };

    private static readonly Option<string?> Classes = new("--classes", "--vocabulary", "-v") { Description = "The classes that ids are given by, found by name. Default: the categories of the file, by ascending id." };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "Folder to make, with masks/, classes.txt and import-report.json.", Required = true };

    public static Command Create()
    {
        var command = new Command("import", "Make label maps of a COCO file, to score or train with.") { Input, Format, Classes, Output, CommonOptions.Json };
        Format.AcceptOnlyFromAmong("coco");
        command.SetAction((parsed, cancellationToken) =>
        {
            var json = parsed.GetValue(CommonOptions.Json);
            return new ImportRun(parsed.GetRequiredValue(Input), parsed.GetValue(Classes), parsed.GetRequiredValue(Output), json)
                .RunAsync(ProgressViews.For(json, TimeProvider.System), TimeProvider.System, cancellationToken);
        });
        return command;
    }
}
