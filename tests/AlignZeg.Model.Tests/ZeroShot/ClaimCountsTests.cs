using AlignZeg.Cli.Benchmarks.ZeroShot;
using AlignZeg.Cli.Calibration;
using AlignZeg.Datasets.Metrics;
using AlignZeg.Model.Inference;

namespace AlignZeg.Model.Tests.ZeroShot;

public sealed class ClaimCountsTests
{
    private const int Classes = 4; // background, 1 and 2 seen, 3 unseen
    private static readonly int[] Ids = [1, 2, 3];
    private static readonly ClassSplit Split = new([1, 2], [3]);

    [Fact]
    public void EveryThreshold_HasWhatCountingAtItAloneGives()
    {
        var random = new Random(5);
        SegmentedImage[] said = [.. Enumerable.Range(0, 3).Select(_ => new SegmentedImage(
            [.. Enumerable.Range(0, 500).Select(_ => random.Next(5) == 0 ? SegmentedImage.Unclaimed : (ushort)random.Next(3))], [.. Enumerable.Range(0, 500).Select(_ => (byte)random.Next(256))]))];
        ushort[][] truth = [.. said.Select(image => image.Labels.Select(_ => random.Next(9) == 0 ? (ushort)255 : (ushort)random.Next(Classes)).ToArray())];
        var counts = new ClaimCounts(Classes);
        foreach (var (i, image) in said.Index()) counts.Add(image, Ids, truth[i]);
        foreach (var (i, claim) in ClaimCounts.Thresholds.Index())
            Assert.Equal(NetworkScoring.Count(said, truth, Ids, claim, Classes).Cells, counts.At(i).Cells);
    }

    [Fact]
    public void LowestForSeen_CostsSeenClassesAtMostAPoint_AndNeverReadsUnseenOnes()
    {
        // At .3 and above a pixel of background is no class 1 any more, from .7 on one of class 2 is lost. Class 3 would be found at .1 only.
        SegmentedImage said = new([0, 0, 0, 0, 1, 2], [200, 200, 200, 70, 178, 26]);
        var counts = new ClaimCounts(Classes);
        counts.Add(said, Ids, [1, 1, 1, 0, 2, 3]);

        var (threshold, scores) = counts.LowestForSeen(Split);

        Assert.Equal((.3, 1, 0), (threshold, scores.MeanIouSeen, scores.MeanIouUnseen));
    }
}
