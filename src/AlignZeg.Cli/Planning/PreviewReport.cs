using System.Globalization;
using System.Text.Json;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Reports;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Images;
using Spectre.Console;

namespace AlignZeg.Cli.Planning;

/// <summary>A preview as people and machines read it.</summary>
internal static class PreviewReport
{
    /// <summary>A table on standard output.</summary>
    public static void Write(JobPreview preview)
    {
        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumn("").AddColumn("");
        foreach (var (name, value) in Rows(preview)) table.AddRow(Markup.Escape(name), Markup.Escape(value));
        ClosingTable.Console().Write(table);
        Console.Out.WriteLine("Nothing was written. Leave out --dry-run to do it.");
    }

    /// <summary>One line of JSON on standard output.</summary>
    public static void WriteJson(JobPreview preview)
    {
        var totals = preview.Totals;
        Console.Out.WriteLine(JsonSerializer.Serialize(new
        {
            Event = "plan",
            totals.Images, totals.Bytes, totals.Distinct, Pixels = totals.DistinctPixels, totals.Duplicates, totals.DuplicateBytes, preview.Unreadable,
            Skipped = preview.Skipped.Sum(reason => reason.Count), SkippedByReason = preview.Skipped.ToDictionary(reason => reason.Reason, reason => new { Files = reason.Count, reason.First }),
            UnreadableByReason = totals.Unreadable.ToDictionary(reason => reason.Reason, reason => new { reason.Images, reason.First }),
            Smallest = totals.Sizes is { } sizes ? Size(sizes.Smallest) : null, Median = totals.Sizes is { } middle ? Size(middle.Median) : null, Largest = totals.Sizes is { } all ? Size(all.Largest) : null,
            TiledImages = preview.Work.CutImages, preview.Work.Tiles,
            preview.Classes, preview.Vocabulary, preview.Model, preview.Outputs,
            Probed = preview.Cost?.Probed ?? 0, preview.Cost?.Devices,
            DeviceSeconds = Rounded(preview.Cost?.DeviceTime.Seconds), DeviceSecondsMargin = Rounded(preview.Cost?.DeviceTime.Margin), WallSeconds = Rounded(preview.Cost?.Wall.TotalSeconds),
        }, ResultJson.Line));
    }

    private static IEnumerable<(string Name, string Value)> Rows(JobPreview preview)
    {
        var totals = preview.Totals;
        yield return ("Images", $"{Figures.Count(totals.Images)}, {Figures.Bytes(totals.Bytes)}");
        yield return ("Computed", $"{Figures.Count(totals.Distinct)} different pictures, {Megapixels(totals.DistinctPixels)}");
        if (totals.Sizes is { } sizes) yield return ("Sizes", $"{Size(sizes.Smallest)} to {Size(sizes.Largest)}, half of them up to {Size(sizes.Median)}");
        if (preview.Work.CutImages > 0) yield return ("In tiles", $"{Figures.Images(preview.Work.CutImages)}, {Figures.Count(preview.Work.Tiles)} tiles; where one is tried, a tile stands for it");
        yield return ("Duplicates", totals.Duplicates == 0 ? "none" : $"{Figures.Images(totals.Duplicates)} repeating an earlier one ({Figures.Bytes(totals.DuplicateBytes)})");
        yield return ("Unreadable", preview.Unreadable == 0 ? "none, as far as headers tell" : string.Join("; ", totals.Unreadable.Select(Failures)));
        if (preview.Skipped.Count > 0) yield return ("Not taken", string.Join("; ", preview.Skipped));
        yield return ("Classes", $"{Figures.Count(preview.Classes)} of the vocabulary {preview.Vocabulary}");
        yield return ("Model", preview.Model);
        yield return ("Per image", preview.Outputs);
        if (preview.Cost is not { } cost) yield break;
        yield return ("Device time", $"{Time(cost.DeviceTime.Seconds)}{(cost.DeviceTime.Margin is { } margin ? $" ± {Time(margin)}" : "")} (95 %, from {Figures.Images(cost.Probed)} that were labelled)");
        yield return ("Done in", $"about {Figures.Duration(cost.Wall)} on {(cost.Devices == 1 ? "1 device thread" : $"{Figures.Count(cost.Devices)} device threads")}");
    }

    private static string Failures((string Reason, long Images, IReadOnlyList<string> First) one) =>
        $"{Figures.Count(one.Images)} {one.Reason} ({string.Join(", ", one.First)}{(one.Images > one.First.Count ? ", …" : "")})";

    private static string Time(double seconds) => Figures.Duration(TimeSpan.FromSeconds(seconds));

    private static string Size(ImageSize size) => string.Create(CultureInfo.InvariantCulture, $"{size.Width}x{size.Height}");

    private static string Megapixels(long pixels) => string.Create(CultureInfo.InvariantCulture, $"{pixels / 1e6:N1} megapixels");

    private static double? Rounded(double? seconds) => seconds is { } value ? Math.Round(value, 3) : null;
}
