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

    /// <summary>Two rows run by run: only splits and seeds that both have, so that a table that is not finished compares like with like.</summary>
    public IReadOnlyList<(RegionResult First, RegionResult Second)> Pairs(string first, string second) =>
        [.. from one in results where one.Row == first join other in results.Where(result => result.Row == second) on (one.Split, one.Seed) equals (other.Split, other.Seed) orderby one.Split, one.Seed select (one, other)];

    /// <summary>Misalignment of a row: S - U with nothing corrected, the oracle's taken off, per split and seed that the oracle has too.</summary>
    public double[] Misalignment(string row) => [.. Pairs(row, RegionRow.Upper).Select(pair => pair.First.Plain.Gap - pair.Second.Plain.Gap)];

    /// <summary>A row against the base, both corrected.</summary>
    public Paired? Gain(string row)
    {
        var pairs = Pairs(row, RegionRow.Base);
        return pairs.Count == 0 ? null : Paired.Of([.. pairs.Select(pair => Best(pair.First).Harmonic)], [.. pairs.Select(pair => pair.Second.Stacked.Harmonic)]);
    }

    /// <summary>A row, corrected by what was picked without unseen classes, against the most that stacking could have given the base: a gain that no better pick of the base's gamma takes away. Null where no pair has a curve.</summary>
    public Paired? GainOverMost(string row)
    {
        var pairs = Pairs(row, RegionRow.Base).Where(pair => pair.Second.MostByStacking is not null).ToArray();
        return pairs.Length == 0 ? null : Paired.Of([.. pairs.Select(pair => Best(pair.First).Harmonic)], [.. pairs.Select(pair => pair.Second.MostByStacking!.Value)]);
    }

    /// <summary>Full AlignZeg against the base, both corrected, over the splits and seeds that base, full and oracle all have, to two decimals; null if there are none.</summary>
    public ClaimSummary? Summary()
    {
        var oracles = results.Where(result => result.Row == RegionRow.Upper).ToDictionary(result => (result.Split, result.Seed), result => result.Plain.Gap);
        var pairs = Pairs(RegionRow.Full, RegionRow.Base).Where(pair => oracles.ContainsKey((pair.First.Split, pair.First.Seed))).ToArray();
        if (pairs.Length == 0) return null;
        double Mean(Func<RegionResult, RegionResult, double> figure) => Math.Round(pairs.Average(pair => figure(pair.First, pair.Second)), 2);
        double Oracle(RegionResult result) => oracles[(result.Split, result.Seed)];
        return new(Mean((_, other) => other.Stacked.Harmonic), Mean((full, _) => Best(full).Harmonic), Mean((_, other) => other.Stacked.Unseen), Mean((full, _) => Best(full).Unseen),
            Mean((_, other) => other.Plain.Gap - Oracle(other)), Mean((full, _) => full.Plain.Gap - Oracle(full)),
            pairs.Count(pair => Best(pair.First).Harmonic > pair.Second.Stacked.Harmonic), pairs.Length);
    }
}
