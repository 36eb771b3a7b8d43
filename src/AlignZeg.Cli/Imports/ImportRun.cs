using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Evaluation;
using AlignZeg.Cli.Exports;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Imports;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Cli.Imports;

/// <summary>Makes label maps of another tool's labels: <c>masks/STEM.png</c>, <c>classes.txt</c> and <c>import-report.json</c>.</summary>
/// <param name="input">File or folder.</param> <param name="format">What it is; null: what it looks like.</param>
/// <param name="classes">File with the classes; null: those of the input.</param> <param name="output">Folder to make.</param> <param name="json">Events for machines.</param>
internal sealed class ImportRun(string input, string? format, string? classes, string output, bool json)
{
    private readonly List<LeftOutImage> _leftOut = [];
    private long _images, _overlap, _skipped;

    /// <summary>Imports everything.</summary>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    /// <exception cref="CommandException">The file is of another form, or the output cannot be used.</exception>
    public async Task<int> RunAsync(IProgressView view, TimeProvider time, CancellationToken cancellationToken)
    {
        var names = classes is null ? null : await ClassList.ReadNamesAsync(classes, cancellationToken);
        try
        {
            var labels = ImportFormats.LabelsOf(input);
            var from = format is null ? ImportFormats.Guess(labels) : ImportFormats.Find(format);
            using var file = from.Open(labels, names);
            using var folder = ExportOutput.Begin(output, Path.GetFullPath(input), overwrite: false);
            Write(file, folder.Folder, view, time, cancellationToken);
            folder.Folder.Write("classes.txt", string.Concat(file.Classes.Names.Select(name => name + "\n")));
            var report = new { Format = from.Name, Images = _images, LeftOut = _leftOut.Count, OverlappedPixels = _overlap, SkippedAnnotations = _skipped, Classes = file.Classes.Names, LeftOutImages = _leftOut };
            await ResultJson.WriteFileAsync(folder.Folder.PathOf("import-report.json"), report, cancellationToken);
            folder.Complete();
            Say(JsonSerializer.Serialize(new { Event = "summary", report.Format, report.Images, report.LeftOut, report.OverlappedPixels, report.SkippedAnnotations, report.Classes, report.LeftOutImages }, ResultJson.Line));
            return _leftOut.Count > 0 ? ExitCode.DoneWithFailedItems : ExitCode.Done;
        }
        catch (ExportException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }

    private void Write(ILabelImport file, ExportFolder folder, IProgressView view, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        ProgressSnapshot Snapshot() => new(_images + _leftOut.Count, file.Count, _leftOut.Count, 0, time.GetElapsedTime(started));
        foreach (var image in file.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (image.Labels is { } labels)
            {
                folder.Write($"masks/{image.Stem}.png", LabelMapPng.Encode(labels, file.Classes.Count));
                _overlap += image.Overlap;
                _skipped += image.Skipped;
                _images++;
            }
            else _leftOut.Add(new(image.Name, image.Problem!));
            view.Update(Snapshot());
        }

        view.Finish(Snapshot());
    }

    private void Say(string line)
    {
        if (json)
        {
            Console.Out.WriteLine(line);
            return;
        }
        Console.Out.WriteLine($"{Figures.Images(_images)} in {output}; {Figures.Count(_overlap)} pixels had more than one annotation, the one on top has them.");
        if (_skipped > 0) Console.Out.WriteLine($"{Figures.Count(_skipped)} annotations are no areas (boxes, lines, points) and give no labels.");
        foreach (var one in _leftOut.Take(5)) Console.Out.WriteLine($"Left out: {one.Name}: {one.Reason}");
        if (_leftOut.Count > 0) Console.Out.WriteLine($"{Figures.Images(_leftOut.Count)} left out; see import-report.json.");
    }
}
