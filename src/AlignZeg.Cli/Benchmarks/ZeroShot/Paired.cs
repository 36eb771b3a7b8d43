namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>Two rows over the same splits and seeds.</summary>
/// <param name="Wins">Pairs in which the first is strictly better.</param> <param name="Pairs">All pairs.</param> <param name="Gain">First minus second.</param>
internal readonly record struct Paired(int Wins, int Pairs, Spread Gain)
{
    /// <exception cref="ArgumentException">Not the same number of values.</exception>
    public static Paired Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count != second.Count) throw new ArgumentException($"{first.Count} values cannot be paired with {second.Count}.", nameof(second));
        double[] gains = [.. first.Zip(second, (a, b) => a - b)];
        return new(gains.Count(gain => gain > 0), gains.Length, Spread.Of(gains));
    }
}
