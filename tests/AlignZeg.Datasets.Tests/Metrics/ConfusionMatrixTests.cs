using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Metrics;

namespace AlignZeg.Datasets.Tests.Metrics;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void Merge_EqualsAddingEverythingToOne()
    {
        var (one, first, second) = (new ConfusionMatrix(4), new ConfusionMatrix(4), new ConfusionMatrix(4));
        ushort[] a = [0, 1, 1, 3, 255], b = [3, 3, 0, 9, 2], truthA = [0, 1, 2, 255, 3], truthB = [3, 0, 0, 1, 2];
        one.Add(a, truthA);
        one.Add(b, truthB);
        first.Add(a, truthA);
        second.Add(b, truthB);
        first.Merge(second);
        Assert.Equal(one.Cells, first.Cells);
    }

    [Fact]
    public void Add_CountsAPredictionWithoutClassAsAMiss()
    {
        var matrix = new ConfusionMatrix(2);
        matrix.Add([255, 255, 7], [1, 1, 1]);
        Assert.Equal([new ConfusionCell(1, null, 3)], matrix.Cells);
    }

    [Fact]
    public void Add_RefusesTruthOfAnotherSize()
    {
        var failure = Assert.Throws<TruthMismatchException>(() => new ConfusionMatrix(2).Add(new LabelMap(new ushort[6], 3, 2), new LabelMap(new ushort[6], 2, 3)));
        Assert.Equal(TruthMismatchException.Size, failure.Reason);
    }

    [Fact]
    public void Add_RefusesUnknownIds_AndAddsNothing()
    {
        var matrix = new ConfusionMatrix(2);
        var failure = Assert.Throws<TruthMismatchException>(() => matrix.Add([0, 0], [0, 2]));
        Assert.Equal(TruthMismatchException.UnknownId, failure.Reason);
        Assert.Empty(matrix.Cells);
    }

    [Fact]
    public void Ignore_FollowsTheNumberOfClasses()
    {
        var matrix = new ConfusionMatrix(300);
        matrix.Add([255, 299], [255, 65535]);
        Assert.Equal([new ConfusionCell(255, 255, 1)], matrix.Cells);
    }

    [Fact]
    public void Merge_RefusesOtherClasses() => Assert.Throws<ArgumentException>(() => new ConfusionMatrix(2).Merge(new ConfusionMatrix(3)));
}
