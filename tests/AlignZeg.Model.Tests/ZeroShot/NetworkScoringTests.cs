using AlignZeg.Cli.Benchmarks.ZeroShot;
using AlignZeg.Datasets.Metrics;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.ZeroShot;

public sealed class NetworkScoringTests
{
    private const int Classes = 4; // background, 1 and 2 seen, 3 unseen
    private static readonly ClassSplit Split = new([1, 2], [3]);

    [Fact]
    public void Measure_OfAHandMadeMap_SaysWherePixelsOfUnseenClassesGo()
    {
        ushort[] truth = [0, 0, 1, 1, 2, 3, 3, 3, 3, 255];
        var said = Said((1, 10), (0, 200), (0, 200), (0, 200), (1, 200), (2, 200), (0, 200), (2, 10), (2, 200), (0, 200));

        var figures = NetworkScoring.Measure(NetworkScoring.Count([said], [truth], [1, 2, 3], claim: .5, Classes), Split);

        // IoU: class 1 has 2 of 4 pixels, class 2 all of 1, class 3 two of 4; one of 4 unseen pixels is called class 1, one is not claimed.
        Assert.Equal(new(Seen: 75, Unseen: 50, Background: 50, ToSeen: 25, ToBackground: 25), figures);
    }

    [Fact]
    public void TruthOf_HidesObjectsThatDoNotCount()
    {
        var picture = new TrainingImage([], 4, 1, [0, 1, 2, 3], []);

        Assert.Equal([0, 1, 255, 3], NetworkScoring.TruthOf(picture, [true, false, true]));
    }

    [Fact]
    public void Fit_FindsTheProposalOfEveryObject_AndRecallCountsThoseOfGivenClasses()
    {
        // 8 x 8 pixels: class 1 on the left half, class 3 on the right. Grid 2 x 2: proposal 0 is the left column, proposal 1 a third of what it should be.
        byte[] labels = [.. Enumerable.Range(0, 64).Select(i => i % 8 < 4 ? (byte)1 : (byte)3)];
        var features = new ImageFeatures(new(8, 8), 8, 8, new(2, 2), [1, -1, 1, -1, 1, 1, 1, -1], [0, 0]);

        var fits = NetworkScoring.Fit(features, new([], 8, 8, labels, []));

        Assert.Equal([new(1, 0, 1), new(3, 1, .25)], fits);
        Assert.Equal((100, 0, 50), (NetworkScoring.Recall(fits, [1]), NetworkScoring.Recall(fits, [3]), NetworkScoring.Recall(fits, [1, 3])));
    }

    [Fact]
    public void Judge_OfHeldOutClasses_OffersNoUnseenClass_AndIgnoresItsPixels()
    {
        var judge = NetworkJudge.OfHeldOut(["a", "b", "c"], seen: [true, true, false], kept: [true, false, false]);

        Assert.Equal([1, 2], judge.Ids);
        Assert.Equal([1], judge.Split.Seen);
        Assert.Equal([2], judge.Split.Unseen);
        Assert.Equal([1, 2, 255], NetworkScoring.TruthOf(new([], 3, 1, [1, 2, 3], []), judge.Counted));
    }

    private static SegmentedImage Said(params (ushort Label, byte Confidence)[] pixels) => new([.. pixels.Select(pixel => pixel.Label)], [.. pixels.Select(pixel => pixel.Confidence)]);
}
