namespace AlignZeg.Cli.Benchmarks;

/// <summary>What repeated measurements come to: one disturbed round does not move it.</summary>
internal static class Medians
{
    /// <summary>The middle value, or the mean of the two middle ones.</summary>
    public static double Of(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
