using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Tests.LabelMaps;

public sealed class LabelStatisticsTests
{
    [Fact]
    public void Of_CountsPixels_AndAveragesConfidence()
    {
        var statistics = LabelStatistics.Of(new LabelMap([2, 2, 0, 255], 4, 1), [255, 0, 51, 9], 5);
        Assert.Equal([new ClassStatistics(0, 1, 0.2), new ClassStatistics(2, 2, 0.5)], statistics.Classes);
        Assert.Equal(1, statistics.Unlabelled);
    }

    [Fact]
    public void Of_LeavesConfidenceUnknown_WithoutAMap() =>
        Assert.Null(Assert.Single(LabelStatistics.Of(new LabelMap([1, 1], 2, 1), default, 2).Classes).MeanConfidence);

    [Fact]
    public void Of_RefusesConfidencesOfAnotherSize() => Assert.Throws<ArgumentException>(() => LabelStatistics.Of(new LabelMap([1, 1], 2, 1), [1], 2));
}
