using System.Globalization;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>Mean and sample standard deviation.</summary>
internal readonly record struct Spread(double Mean, double Deviation)
{
    /// <summary>The deviation of a single number is 0.</summary>
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        return new(mean, values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }

    /// <summary>As tables have it, to one decimal.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mean:F1} ± {Deviation:F1}");
}
