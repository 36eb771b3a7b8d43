namespace AlignZeg.Cli.Benchmarks;

/// <summary>Spearman's rank correlation: Pearson's of the ranks, equal values sharing their mean rank.</summary>
internal static class RankCorrelation
{
    /// <summary>-1 to 1; 0 where a list has one value only.</summary>
    public static double Of(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        var (a, b) = (Ranks(one), Ranks(other));
        double mean = (one.Count + 1) / 2.0;
        double shared = a.Zip(b, (x, y) => (x - mean) * (y - mean)).Sum();
        double scale = Math.Sqrt(a.Sum(x => (x - mean) * (x - mean)) * b.Sum(y => (y - mean) * (y - mean)));
        return scale == 0 ? 0 : shared / scale;
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        var ranks = new double[values.Count];
        int first = 1;
        foreach (var equal in Enumerable.Range(0, values.Count).GroupBy(i => values[i]).OrderBy(group => group.Key))
        {
            int count = equal.Count();
            foreach (int i in equal) ranks[i] = first + (count - 1) / 2.0;
            first += count;
        }

        return ranks;
    }
}
