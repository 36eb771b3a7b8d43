namespace AlignZeg.Cli.Benchmarks;

/// <summary>Measured values by rank, never interpolated.</summary>
internal static class Percentile
{
    /// <summary>The smallest measured value that at least such a part does not exceed.</summary>
    /// <param name="values">At least one.</param> <param name="part">0 to 1.</param>
    public static double Of(IReadOnlyCollection<double> values, double part) => values.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(part * values.Count) - 1));
}
