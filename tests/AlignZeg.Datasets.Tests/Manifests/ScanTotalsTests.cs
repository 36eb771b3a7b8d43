using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Tests.Manifests;

public sealed class ScanTotalsTests
{
    private static readonly ScannedImage[] Found =
    [
        new(10, new(4, 4), null, false), new(20, null, "truncated", false), new(10, new(4, 4), null, true), new(7, new(1, 2), null, false),
        new(0, null, "empty", false), new(30, new(9, 9), null, false), new(5, null, "truncated", false),
    ];

    [Fact]
    public void Totals_CountEveryImageInOnePlace()
    {
        var totals = ScanTotals.Of([.. Found.Select((one, i) => new ImageEntry($"{i}", $"{i}", $"/{i}", one.Bytes))], Found);
        Assert.Equal((7L, 82L, 3L, 99L, 1L, 10L), (totals.Images, totals.Bytes, totals.Distinct, totals.DistinctPixels, totals.Duplicates, totals.DuplicateBytes));
        Assert.Equal((new ImageSize(1, 2), new ImageSize(4, 4), new ImageSize(9, 9)), totals.Sizes);
        Assert.Equal([("empty", 1L), ("truncated", 2L)], totals.Unreadable.Select(one => (one.Reason, one.Images)));
        Assert.Equal(["1", "6"], totals.Unreadable[1].First);
    }

    [Fact]
    public void Totals_HaveNoSizes_WhereNothingIsReadable() => Assert.Null(ScanTotals.Of([], []).Sizes);

    [Fact]
    public void Probe_SpreadsOverTheSizes_AndLeavesOutWhatIsNotComputed()
    {
        Assert.Equal([3, 0, 5], ScanTotals.Probe(Found, 32));
        Assert.Equal([0], ScanTotals.Probe(Found, 1));
        Assert.Empty(ScanTotals.Probe(Found, 0));
    }
}
