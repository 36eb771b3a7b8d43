using System.CommandLine;
using AlignZeg.Cli.Exports;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Remote;
using AlignZeg.Datasets.Exports;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg export --results DIR|JOB --format F --output DIR</c>, or <c>--labels DIR --classes FILE</c>.</summary>
internal static class ExportCommand
{
    private static readonly Option<string?> Results = new("--results", "-r") { Description = "Output folder of alignzeg label, finished or not; or a job of a server (--server, --key-file), by its id." };

    private static readonly Option<string?> Labels = new("--labels", "-l") { Description = "Folder of label maps (PNG), in place of --results; needs --classes." };

    private static readonly Option<string?> Classes = new("--classes", "--vocabulary", "-v") { Description = "classes.json of a job, a vocabulary file, or a file of configs/splits. Default: classes.json of the results." };

    private static readonly Option<string> Format = new("--format", "-f") { Description = $"What to write: {string.Join("; ", ExportFormats.All.Select(one => $"{one.Name} ({one.Summary})"))}.", Required = true };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "Folder to make; it appears when the export is whole.", Required = true };

    private static readonly Option<string> Extension = new("--image-extension") { Description = "With --labels: the extension of the pictures that the maps belong to, with or without its dot.", DefaultValueFactory = _ => ".jpg" };

    private static readonly Option<string?> Pictures = new("--pictures") { Description = "Folder of the pictures, to put them into the export too (parquet). Default: only their names are in it." };

    private static readonly Option<long> MaxPixels = new(ExportRequest.MaxPixelsOption)
    {
        Description = $"Label maps with more pixels are left out, since one is in memory as a whole: {ExportFormats.All.Min(one => one.BytesPerPixel)} to {ExportFormats.All.Max(one => one.BytesPerPixel)} bytes a pixel, as formats go. Up to {ExportLimit.Most}. At a server its Exports:MaxPixels holds.",
        DefaultValueFactory = _ => ExportRequest.UsualMaxPixels,
    };

    private static readonly Option<bool> Strict = new("--strict") { Description = "Fail, and write nothing, if the format loses anything." };

    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Replace an earlier export in the output folder." };

    public static Command Create()
    {
        var command = new Command("export", "Write label maps in another format, and say what it loses.") { Results, Labels, Classes, Format, Output, Extension, Pictures, MaxPixels, Strict, Overwrite, CommonOptions.Json };
        RemoteOptions.AddTo(command);
        MaxPixels.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() is var most and (< 1 or > ExportLimit.Most)) result.AddError(FormattableString.Invariant($"{ExportRequest.MaxPixelsOption} is {most}; give a number from 1 to {ExportLimit.Most}."));
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var json = parsed.GetValue(CommonOptions.Json);
            var (format, output, strict, overwrite) = (FormatOf(parsed.GetRequiredValue(Format)), parsed.GetRequiredValue(Output), parsed.GetValue(Strict), parsed.GetValue(Overwrite));
            if (JobOf(parsed) is { } job)
            {
                RefuseAtServer(parsed, Classes, Extension, Pictures, MaxPixels);
                return new RemoteExport(new(parsed, RemoteOptions.Connect(parsed), new(json)), job, new(format.Name, strict), output, overwrite).RunAsync(cancellationToken);
            }

            var request = new ExportRequest(SourceOf(parsed), format, output, strict, overwrite, json) { Pictures = PicturesOf(parsed, format), MaxPixels = parsed.GetValue(MaxPixels) };
            return new ExportRun(request, ProgressViews.For(json, TimeProvider.System), TimeProvider.System).RunAsync(cancellationToken);
        });
        return command;
    }

    /// <summary>The job of a server that is meant; null for a folder. A server that was named, or a key, says that one is meant; a folder of that name goes first.</summary>
    private static string? JobOf(ParseResult parsed) =>
        parsed.GetValue(Results) is { } results && parsed.GetValue(Labels) is null && RemoteOptions.AreGiven(parsed) && IsName(results) && !Directory.Exists(results) ? results : null;

    private static void RefuseAtServer(ParseResult parsed, params Option[] options)
    {
        if (options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } local)
            throw CommandException.BadInput($"{local.Name} is for exports of this machine's folders; a server exports its job by its own classes, names and limits. Leave it out.");
    }

    private static bool IsName(string text) => text.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_' or '.');

    private static IExportSource SourceOf(ParseResult parsed) => (parsed.GetValue(Results), parsed.GetValue(Labels), parsed.GetValue(Classes)) switch
    {
        ({ } results, null, var classes) => new ResultsSource(results, classes),
        (null, { } labels, { } classes) => new LabelFolderSource(labels, classes, "." + parsed.GetRequiredValue(Extension).TrimStart('.')),
        (null, { }, null) => throw CommandException.BadInput("Label maps need --classes: classes.json of a job, a vocabulary file, or a file of configs/splits."),
        _ => throw CommandException.BadInput("Give either --results (output folder of alignzeg label) or --labels (folder of label maps)."),
    };

    private static string? PicturesOf(ParseResult parsed, ExportFormat format)
    {
        if (parsed.GetValue(Pictures) is not { } folder) return null;
        if (!format.HoldsPictures)
            throw CommandException.BadInput($"The format {format.Name} holds no pictures; leave out --pictures, or choose {string.Join(", ", ExportFormats.All.Where(one => one.HoldsPictures).Select(one => one.Name))}.");
        return Directory.Exists(folder) ? folder : throw CommandException.BadInput($"There is no folder '{folder}'; --pictures takes the folder that was labelled.");
    }

    private static ExportFormat FormatOf(string name)
    {
        try
        {
            return ExportFormats.Find(name);
        }
        catch (ExportException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }
}
