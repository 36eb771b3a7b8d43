using System.Text.Json;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Reports;
using AlignZeg.Cli.Results;
using AlignZeg.Client.Datasets;
using AlignZeg.Datasets.Splits;
using Spectre.Console;

namespace AlignZeg.Cli.Splits;

/// <summary>Shows what is different between two states of a data set: in the same words, whoever found it.</summary>
internal static class DiffReport
{
    /// <summary>Most rows of the table, and so most names of each kind that it needs.</summary>
    public const int MostRows = 60;

    /// <summary>Of folders and manifests of this machine.</summary>
    public static void Write(DatasetDiff diff, bool json)
    {
        var counts = new DiffCounts(diff.Added.Count, diff.Removed.Count, diff.Changed.Count, diff.Moved.Count);
        if (json) Line(new { Event = "summary", diff.Same, Counts = counts, diff.Added, diff.Removed, diff.Changed, diff.Moved });
        else Show(diff, counts);
    }

    /// <summary>Of versions of a server's dataset.</summary>
    public static void Write(VersionDiff diff, bool json)
    {
        if (json) Line(new { Event = "summary", diff.From, diff.To, diff.Same, diff.Counts, diff.Added, diff.Removed, diff.Changed, diff.Moved });
        else Show(new(diff.Added, diff.Removed, diff.Changed, [.. diff.Moved.Select(one => new Datasets.Splits.MovedImage(one.From, one.To))], diff.Same), diff.Counts);
    }

    private static void Line<T>(T summary) => Console.Out.WriteLine(JsonSerializer.Serialize(summary, ResultJson.Line));

    private static void Show(DatasetDiff diff, DiffCounts counts)
    {
        (string Change, string Name)[] rows =
        [
            .. diff.Added.Select(name => ("added", name)), .. diff.Removed.Select(name => ("removed", name)), .. diff.Changed.Select(name => ("changed", name)),
            .. diff.Moved.Select(one => ("moved", $"{one.From} → {one.To}")),
        ];
        long all = (long)counts.Added + counts.Removed + counts.Changed + counts.Moved;
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn("Image");
        foreach (var (change, name) in rows.Take(MostRows)) table.AddRow(change, Markup.Escape(name));
        if (rows.Length > 0) ClosingTable.Console().Write(table);
        if (all > MostRows) Console.Out.WriteLine($"{Figures.Count(all - MostRows)} more; --json lists all.");
        Console.Out.WriteLine(all == 0 ? $"No difference: {Figures.Images(diff.Same)}." : $"{Figures.Count(counts.Added)} added, {Figures.Count(counts.Removed)} removed, "
            + $"{Figures.Count(counts.Changed)} changed, {Figures.Count(counts.Moved)} moved, {Figures.Count(diff.Same)} the same.");
    }
}
