using AlignZeg.Cli.Planning;

namespace AlignZeg.Cli.Tests.Planning;

public sealed class DeviceTimeEstimateTests
{
    /// <summary>1,000 draws: an interval of 95 % misses 50 of them, give or take 7 (one deviation); four deviations are allowed.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(32)]
    public void Interval_HoldsTheTruth_In95PercentOfDraws(int probe)
    {
        var held = 0;
        for (var seed = 0; seed < 1000; seed++)
        {
            var costs = Costs(new Random(seed), 500);
            var sample = Enumerable.Range(0, probe).Select(k => costs[(2 * k + 1) * costs.Length / (2 * probe)]).ToArray();
            var estimate = DeviceTimeEstimate.From(sample, costs.Length, costs.Sum(one => one.Pixels));
            if (Math.Abs(estimate.Seconds - costs.Sum(one => one.Seconds)) <= estimate.Margin) held++;
        }
        Assert.InRange(held, 922, 978);
    }

    [Fact]
    public void Interval_IsNothing_WhenEveryImageWasMeasured()
    {
        (long Pixels, double Seconds)[] all = [(100, 1), (200, 2.5), (300, 2.7), (400, 4.4)];
        var estimate = DeviceTimeEstimate.From(all, 4, 1000);
        Assert.Equal(10.6, estimate.Seconds, 9);
        Assert.Equal(0, estimate.Margin!.Value, 9);
    }

    [Fact]
    public void Total_FollowsThePixels_WhereTheSampleIsOfSmallImages() =>
        Assert.Equal(1100, DeviceTimeEstimate.From([(1, 2), (2, 3), (3, 4)], 100, 1000).Seconds, 6); // one second, and one per pixel

    [Fact]
    public void Interval_IsUnknown_WhenOneImageWasMeasured() => Assert.Equal(new(20, null), DeviceTimeEstimate.From([(10, 2)], 10, 100));

    [Fact]
    public void From_RefusesNothingMeasured() => Assert.Throws<ArgumentException>(() => DeviceTimeEstimate.From([], 10, 100));

    /// <summary>Values of printed tables.</summary>
    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(6, 2.447)]
    [InlineData(10, 2.228)]
    [InlineData(30, 2.042)]
    [InlineData(120, 1.980)]
    public void Quantile_IsThatOfTheTables(int freedom, double expected) => Assert.Equal(expected, StudentT.Quantile975(freedom), 0.0015);

    private static (long Pixels, double Seconds)[] Costs(Random random, int count) =>
        [.. Enumerable.Range(0, count)
            .Select(_ => random.NextInt64(10_000, 4_000_000))
            .Order()
            .Select(pixels => (pixels, 0.1 + pixels * 5e-8 + 0.02 * Gauss(random)))];

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
