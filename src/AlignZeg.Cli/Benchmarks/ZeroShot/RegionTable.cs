namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>All runs, row by row: what the report says and the JSON line holds.</summary>
internal sealed class RegionTable(IReadOnlyList<RegionResult> results)
{
    /// <summary>Every run.</summary>
    public IReadOnlyList<RegionResult> Results => results;

    /// <summary>Names of the rows, in order of appearance.</summary>
    public IReadOnlyList<string> Rows { get; } = [.. results.Select(result => result.Row).Distinct()];

    /// <summary>A figure of a row over splits and seeds, in a fixed order, so that rows can be paired.</summary>
    public double[] Of(string row, Func<RegionResult, double> figure) =>
        [.. results.Where(result => result.Row == row).OrderBy(result => (result.Split, result.Seed)).Select(figure)];

    /// <summary>The row at its best: corrected in its own way if it has one, else by calibrated stacking. Which of them is decided before any test scene is looked at.</summary>
    public static RegionFigures Best(RegionResult result) => result.Corrected ?? result.Stacked;

    /// <summary>Misalignment of a row: S - U with nothing corrected, the oracle's taken off, per split and seed.</summary>
    public double[] Misalignment(string row) => [.. Of(row, result => result.Plain.Gap).Zip(Of(RegionRow.Upper, result => result.Plain.Gap), (own, oracle) => own - oracle)];

    /// <summary>Full AlignZeg against the base, both corrected.</summary>
    public ClaimSummary Summary()
    {
        double[] full = Of(RegionRow.Full, result => Best(result).Harmonic), other = Of(RegionRow.Base, result => result.Stacked.Harmonic);
        var paired = Paired.Of(full, other);
        double Mean(string row, Func<RegionResult, double> figure) => Spread.Of(Of(row, figure)).Mean;
        return new(Mean(RegionRow.Base, result => result.Stacked.Harmonic), full.Average(), Mean(RegionRow.Base, result => result.Stacked.Unseen),
            Mean(RegionRow.Full, result => Best(result).Unseen), Misalignment(RegionRow.Base).Average(), Misalignment(RegionRow.Full).Average(), paired.Wins, paired.Pairs);
    }
}
