using System.Globalization;
using AlignZeg.Cli.Reports;
using Spectre.Console;

namespace AlignZeg.Cli.Features;

/// <summary>Items and what became of them, for people.</summary>
internal static class FeatureTable
{
    private const int ShownNumbers = 6;

    /// <summary>One row per item: its size, and the first numbers.</summary>
    public static void WriteFeatures(IReadOnlyList<string> items, IReadOnlyList<float[]> features) => Write(
        "Numbers", "First ones", items, features.Select(one => (one.Length, string.Join(' ', one.Take(ShownNumbers).Select(number => number.ToString("0.0000", CultureInfo.InvariantCulture))) + " …")));

    /// <summary>One row per text: how many tokens, and their ids.</summary>
    public static void WriteIds(IReadOnlyList<string> items, IReadOnlyList<IReadOnlyList<int>> ids) => Write(
        "Tokens", "Ids", items, ids.Select(one => (one.Count, string.Join(' ', one))));

    private static void Write(string count, string content, IReadOnlyList<string> items, IEnumerable<(int Count, string Content)> rows)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Item").AddColumn(new TableColumn(count).RightAligned()).AddColumn(content);
        foreach (var (item, row) in items.Zip(rows)) table.AddRow(Markup.Escape(item), row.Count.ToString("N0", CultureInfo.InvariantCulture), row.Content);
        ClosingTable.Console().Write(table);
    }
}
