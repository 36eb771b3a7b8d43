using System.Text.Json;
using System.Text.Json.Nodes;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Reports;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Exports;
using Spectre.Console;

namespace AlignZeg.Cli.Exports;

/// <summary>The end of an export: a table for a person, a line of JSON for a machine.</summary>
internal static class ExportTable
{
    private const int MostRows = 60;

    /// <summary>Prints it.</summary>
    public static void Write(ExportReport report, string output, bool json)
    {
        if (json) Console.Out.WriteLine(ToJson(report).ToJsonString(ResultJson.Line));
        else WriteTable(report, output);
    }

    private static JsonObject ToJson(ExportReport report)
    {
        var line = new JsonObject { ["event"] = "summary" };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(report, ResultJson.Line)!.AsObject().ToList()) line[name] = value?.DeepClone();
        return line;
    }

    private static void WriteTable(ExportReport report, string output)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Class").AddColumn(new TableColumn("Id").RightAligned()).AddColumn(new TableColumn("Id in the export").RightAligned())
            .AddColumn(new TableColumn("Pixels").RightAligned()).AddColumn(new TableColumn("Round-trip IoU %").RightAligned());
        foreach (var one in report.Classes.OrderByDescending(one => one.Pixels).Take(MostRows).OrderBy(one => one.Id))
            table.AddRow(Markup.Escape(one.Name), $"{one.Id}", $"{one.ExportedId}", Figures.Count(one.Pixels), Figures.Percent(one.RoundTripIou));
        ClosingTable.Console().Write(table);
        Console.Out.WriteLine($"{Figures.Images(report.Images)} as {report.Format} in {output}{(report.Partial ? "; the job is not finished, so this is a part of it" : "")}.");
        Console.Out.WriteLine(report.Lossless ? "Nothing was lost." : $"Lost: {report.Losses()}; see {ExportReport.FileName}.");
        if (report.MergedParts > 0) Console.Out.WriteLine($"{Figures.Count(report.MergedParts)} connected parts share a record with another part of their class.");
        foreach (var note in report.Notes) Console.Out.WriteLine(note);
        foreach (var one in report.LeftOutImages.Take(5)) Console.Out.WriteLine($"Left out: {one.Name}: {one.Reason}");
    }
}
