using AlignZeg.Cli.Benchmarks.ZeroShot;

namespace AlignZeg.Model.Tests.ZeroShot;

public sealed class RegionTableTests
{
    [Fact]
    public void Paired_OfAHandMadeTable_CountsStrictWins_AndSpreadsTheDifferences()
    {
        var paired = Paired.Of([5, 7, 6, 4], [3, 7, 2, 6]); // differences 2, 0, 4, -2

        Assert.Equal((2, 4, 1.0), (paired.Wins, paired.Pairs, paired.Gain.Mean));
        Assert.Equal(Math.Sqrt(20 / 3.0), paired.Gain.Deviation, 12); // squares 1, 1, 9, 9 over 4 - 1
        Assert.Throws<ArgumentException>(() => Paired.Of([1], [1, 2]));
    }

    [Fact]
    public void Summary_PairsBySplitAndSeed_WhateverTheOrderOfRuns()
    {
        RegionResult Run(string row, int split, double seen, double unseen) =>
            new(row, split, 1, new(seen, unseen, 65, 0, 0), new(seen, unseen, 65, 0, 0), 0, null, null, null);
        var table = new RegionTable(
        [
            Run(RegionRow.Base, 1, 60, 60), Run(RegionRow.Base, 0, 80, 40), Run(RegionRow.Full, 0, 70, 70), Run(RegionRow.Full, 1, 50, 50), Run(RegionRow.Upper, 1, 80, 70), Run(RegionRow.Upper, 0, 80, 75),
        ]);

        var summary = table.Summary()!;

        Assert.Equal((1, 2), (summary.Wins, summary.Pairs)); // split 0: 70 against 53.3; split 1: 50 against 60
        Assert.Equal((60, 50), (summary.UnseenFull, summary.UnseenBaseCs));
        Assert.Equal([40 - 5, 0 - 10], table.Misalignment(RegionRow.Base));
        Assert.Equal((12.5, -7.5), (summary.GapBase, summary.GapFull));
    }

    [Fact]
    public void Summary_OfAnUnfinishedTable_ComparesOnlyRunsThatAllThreeRowsHave()
    {
        RegionResult Run(string row, int split, double seen, double unseen) =>
            new(row, split, 1, new(seen, unseen, 65, 0, 0), new(seen, unseen, 65, 0, 0), 0, null, null, null);
        RegionResult[] whole = [Run(RegionRow.Base, 1, 60, 40), Run(RegionRow.Full, 1, 50.004, 50.004), Run(RegionRow.Upper, 1, 70, 65)];

        var summary = new RegionTable([Run(RegionRow.Base, 0, 90, 1), .. whole, Run(RegionRow.Full, 2, 99, 99)]).Summary()!;

        Assert.Equal(new(HiouBaseCs: 48, HiouFull: 50, UnseenBaseCs: 40, UnseenFull: 50, GapBase: 15, GapFull: -5, Wins: 1, Pairs: 1), summary);
        Assert.Null(new RegionTable(whole[..2]).Summary());
        Assert.Null(new RegionTable(whole[..2]).Gain(RegionRow.Upper));
    }

    [Fact]
    public void GainOverMost_IsOverTheBestPointOfTheBasesCurve_WhateverWasPicked()
    {
        static RegionResult Run(string row, double seen, double unseen, params CurvePoint[] curve) => new(row, 0, 1, new(seen, unseen, 65, 0, 0), new(seen, unseen, 65, 0, 0), 0, null, null, null, curve.Length == 0 ? null : curve);
        var full = Run(RegionRow.Full, 70, 70, new(0, 70, 70), new(.5, 72, 72));

        var most = new RegionTable([Run(RegionRow.Base, 80, 40, new(0, 80, 40), new(.1, 60, 60), new(.2, 40, 65)), full]).GainOverMost(RegionRow.Full);

        Assert.Equal((1, 1, 10.0), (most!.Value.Wins, most.Value.Pairs, most.Value.Gain.Mean)); // 70, as picked, against 60; the base's own pick has 53.3, the row's own best 72
        Assert.Null(new RegionTable([Run(RegionRow.Base, 80, 40), full]).GainOverMost(RegionRow.Full));
    }
}
