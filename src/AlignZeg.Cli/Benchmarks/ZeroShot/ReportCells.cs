namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>Cells and words that both reports have.</summary>
internal static class ReportCells
{
    /// <summary>What the column "most" is, for the text above a table.</summary>
    public const string Most = "Most = h at the gamma that suits the test scenes themselves best, unseen classes too, which nobody may pick; gain over most is that over the base's: no better pick of its gamma takes it away.";

    /// <summary>Mean and deviation of what is known; empty where nothing is.</summary>
    public static string Of(IEnumerable<double?> values) => values.OfType<double>().ToArray() is { Length: > 0 } known ? Spread.Of(known).ToString() : "";

    /// <summary>Gain and wins of a row, over the base with CS and over the most that CS could give it; empty for the base itself.</summary>
    public static IReadOnlyList<string> GainsOf(RegionTable table, string row)
    {
        Paired?[] gains = row == RegionRow.Base ? [null, null] : [table.Gain(row), table.GainOverMost(row)];
        return [.. gains.SelectMany(gain => new[] { gain?.Gain.ToString() ?? "", gain is { } pairs ? $"{pairs.Wins} of {pairs.Pairs}" : "" })];
    }
}
