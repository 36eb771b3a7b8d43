using AlignZeg.Abstractions.Models;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Grains.Reviews;
using AlignZeg.Model.Inference;
using Xunit;

namespace AlignZeg.Grains.Tests.Reviews;

public sealed class ConfidenceMeasureTests
{
    private const ushort Ignore = LabelMap.Ignore8;
    private static readonly SegmentedImage Found = new([0, 0, 1, 1, SegmentedImage.Unclaimed, SegmentedImage.Abstained, 0], [10, 20, 30, 40, 50, 60, 70]);

    [Fact]
    public void Positions_BecomeIds_AroundTheBackground_AndWhatNobodyKnowsIsLeftOut()
    {
        var counts = new ConfidenceMeasure(3, background: 0).Count(Found, new([1, 2, 2, 0, 0, 1, Ignore], 7, 1)); // classes 1 and 2 are recognised
        Assert.Equal(6, counts.Known);
        Assert.Equal([0, 1, 2], counts.Classes);
        Assert.Equal(((1L, 0L), (1L, 1L), (1L, 1L)), (counts.From(0, 50), counts.From(1, 0), counts.From(2, 0)));
        Assert.Equal(((0L, 1L), (0L, 1L)), (counts.From(1, 20), counts.From(2, 40)));
    }

    [Fact]
    public void WithoutBackground_UnclaimedPixelsAreGivenNothing()
    {
        var counts = new ConfidenceMeasure(2, background: null).Count(Found, new([0, 1, 1, 1, 1, 1, 0], 7, 1));
        Assert.Equal(7, counts.Known);
        Assert.Equal(((2L, 1L), (2L, 0L)), (counts.From(0, 0), counts.From(1, 0)));
    }

    [Fact]
    public void AnotherSize_IsRefused() => Assert.Equal("size_differs", Assert.Throws<ImageRejectedException>(() => new ConfidenceMeasure(2, null).Count(Found, new([0, 1], 2, 1))).Reason);
}
