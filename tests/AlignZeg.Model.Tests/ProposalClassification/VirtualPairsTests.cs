using AlignZeg.Model.ProposalClassification;

namespace AlignZeg.Model.Tests.ProposalClassification;

public sealed class VirtualPairsTests
{
    private static readonly long[] Pool = [0, 0, 1, 2, 3, 3, 4, 4, 4, 0]; // the first four are the batch's

    // Method, T6: beyond 0.2 and 0.8 a mixture is a seen sample with a wrong label.
    [Theory]
    [InlineData(ShareDistribution.Uniform, 2)]
    [InlineData(ShareDistribution.Beta, 2)]
    [InlineData(ShareDistribution.Beta, .2)]
    public void Draw_KeepsSharesWithinTheirRange_AndPairsOfTwoClasses(ShareDistribution share, double beta)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var all = Enumerable.Range(0, 100).Select(_ => VirtualPairs.Draw(Pool, 4, eye(5), new() { Share = share, Beta = beta })).ToList();
        Assert.All(all, pairs => Assert.Equal(4, pairs.Count));
        var shares = all.SelectMany(pairs => pairs.Share).ToList();
        Assert.All(shares, s => Assert.InRange(s, .2f, .8f));
        Assert.Equal(.5, shares.Average(), .05);
        Assert.True(shares.Max() - shares.Min() > .5, "the shares do not spread");
        Assert.All(all.SelectMany(p => p.FirstLabel.Zip(p.SecondLabel)), pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.All(all.SelectMany(p => p.Second.Zip(p.SecondLabel)), pair => Assert.Equal(Pool[pair.First], pair.Second));
        Assert.Contains(all.SelectMany(p => p.Second), row => row >= 4); // proposals of earlier batches are partners
        Assert.All(all.SelectMany(p => p.First), row => Assert.InRange(row, 0, 3));
    }

    [Fact]
    public void Draw_TakesAtMostSoMany()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(3, VirtualPairs.Draw([.. Enumerable.Range(0, 50).Select(i => (long)(i % 5))], 50, eye(5), new() { MostPairs = 3 }).Count);
    }

    [Fact]
    public void Draw_WithTheSameSeed_IsTheSame()
    {
        using var scope = NewDisposeScope();
        VirtualPairs Drawn()
        {
            manual_seed(7);
            return VirtualPairs.Draw(Pool, 4, eye(5), new() { Share = ShareDistribution.Beta });
        }

        var (a, b) = (Drawn(), Drawn());
        Assert.Equal(a.Second, b.Second);
        Assert.Equal(a.Share, b.Share);
    }

    // Class 4 lies beside class 0 by name: half of the partners of class 0 must be of it, and one in four or so by chance in the other half.
    [Fact]
    public void Draw_OfNeighbours_PrefersClassesNearByName()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var text = eye(5);
        text[4] = tensor(new float[] { .9f, 0, 0, 0, .435f });
        long[] labels = [0, 1, 2, 3, 4];
        double Share(PartnerChoice choice) => Enumerable.Range(0, 400)
            .Select(_ => VirtualPairs.Draw(labels, 1, text, new() { Partners = choice, Neighbours = 1 })).Average(p => p.SecondLabel[0] == 4 ? 1.0 : 0);
        Assert.InRange(Share(PartnerChoice.Uniform), .15, .35);
        Assert.InRange(Share(PartnerChoice.Neighbour), .53, .73);
    }

    [Fact]
    public void FalseNegatives_AreTheSameTwoClasses_EitherWayRound()
    {
        using var scope = NewDisposeScope();
        var pairs = new VirtualPairs([0, 1, 2], [1, 0, 3], [0, 1, 2], [1, 0, 3], [.5f, .5f, .5f]);
        Assert.Equal([false, true, false, true, false, false, false, false, false], pairs.FalseNegatives(CPU).flatten().data<bool>().ToArray());
    }
}
