using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;
using Spectre.Console;

namespace AlignZeg.Cli.Reports;

/// <summary>What the terminal shows when a job ends.</summary>
internal static class ClosingTable
{
    private const int MostRows = 60, WidthOfPipes = 110;

    public static void Write(IAnsiConsole console, JobSummary summary)
    {
        bool scored = summary.Miou is not null, split = summary.Classes.Any(one => one.Seen is not null);
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Class");
        if (split) table.AddColumn("Masks in training");
        table.AddColumn(new TableColumn("Images").RightAligned()).AddColumn(new TableColumn("Pixels").RightAligned());
        if (scored) table.AddColumn(new TableColumn("IoU %").RightAligned());
        table.AddColumn(new TableColumn("Confidence %").RightAligned());
        foreach (var one in Shown(summary))
        {
            List<string> cells = [Markup.Escape(one.Name)];
            if (split) cells.Add(one.Seen switch { true => "seen", false => "unseen", null => "" });
            cells.AddRange([Figures.Count(one.Images), Figures.Count(one.Pixels)]);
            if (scored) cells.Add(Figures.Percent(one.Iou));
            cells.Add(Figures.Percent(one.Confidence));
            table.AddRow([.. cells]);
        }
        console.Write(table);
        if (summary.Classes.Count > MostRows) console.WriteLine($"… and {summary.Classes.Count - MostRows:N0} classes with fewer pixels, see summary.json.");
    }

    /// <summary>The scores, rate and failures in lines.</summary>
    public static IEnumerable<string> Lines(JobSummary summary)
    {
        if (summary.Miou is not null) yield return $"mIoU {Figures.Percent(summary.Miou)} %, pixel accuracy {Figures.Percent(summary.PixelAccuracy)} %";
        if (summary.MiouSeen is not null || summary.MiouUnseen is not null)
            yield return $"mIoU seen {Figures.Percent(summary.MiouSeen)} %, unseen {Figures.Percent(summary.MiouUnseen)} %, hIoU {Figures.Percent(summary.Hiou)} %";
        if (summary.ImagesPerSecond is { } rate) yield return $"{Figures.Rate(rate)} images/s, {Figures.Duration(TimeSpan.FromSeconds(summary.Seconds!.Value))}";
        if (summary is { Pixels: { } pixels, Bytes: { } bytes, DeviceSeconds: { } device })
        {
            var reused = summary.Reused > 0 ? $", {Figures.Images(summary.Reused.Value)} taken over from the same picture" : "";
            var embedded = summary.TextRuns == 0 ? ", class embeddings of an earlier job" : "";
            yield return $"{Figures.Count(pixels)} pixels, {Figures.Bytes(bytes)}, {Figures.Duration(TimeSpan.FromSeconds(device))} on devices{reused}{embedded}";
        }
        var reasons = summary.Failed == 0 ? "" : $" ({string.Join(", ", summary.Failures.Select(failure => $"{failure.Key}: {failure.Value:N0}"))})";
        yield return $"{Figures.Count(summary.Done)} of {Figures.Images(summary.Images)} labelled, {Figures.Count(summary.Failed)} failed{reasons}{(summary.Failed > 0 ? $"; the list is {FailureList.FileName}, --retry-failed computes them again" : "")}";
    }

    /// <summary>A console of standard output; wide enough for the table where nobody says how wide.</summary>
    public static IAnsiConsole Console()
    {
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(System.Console.Out) });
        if (System.Console.IsOutputRedirected) console.Profile.Width = WidthOfPipes;
        return console;
    }

    private static IEnumerable<ClassSummary> Shown(JobSummary summary) => summary.Classes.Count <= MostRows
        ? summary.Classes
        : summary.Classes.OrderByDescending(one => one.Pixels).Take(MostRows);
}
