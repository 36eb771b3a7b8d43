using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

public sealed class SampledPointsTests
{
    // Left half class 0, right half class 1, lower right corner ignored.
    private static Tensor Labels
    {
        get
        {
            var labels = ones(1, 32, 32, dtype: ScalarType.Int64);
            labels.narrow(2, 16, 16).fill_(2);
            labels.narrow(1, 24, 8).narrow(2, 24, 8).fill_(255);
            return labels;
        }
    }

    // T4: as many points as the recipe says, three quarters of them the least certain candidates, the rest drawn anew and not taken from the candidates.
    [Fact]
    public void Read_TakesTheLeastCertainCandidates_AndAFreshRest()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var draws = new List<Tensor>();
        var masks = randn(1, 4, 8, 8);
        var supervision = new SampledPoints(Labels, 2, new(), (rows, points) =>
        {
            draws.Add(rand(rows, points, 2).DetachFromDisposeScope()); // read again below
            return draws[^1];
        });
        var matches = new Matches([0, 0], [1, 3], [0, 1]);
        var (logits, truth) = supervision.Read(matches.GatherRows(masks), matches);
        Assert.Equal([2, 12544], logits.shape);
        Assert.Equal([2, 12544], truth.shape);
        Assert.Equal([[2, 37632, 2], [2, 3136, 2]], draws.Select(d => d.shape));
        var candidates = PointSample.Own(matches.GatherRows(masks), draws[0]).abs().sort(1).Values;
        Golden.AssertClose(candidates.narrow(1, 0, 9408), logits.narrow(1, 0, 9408).abs().sort(1).Values, 0);
        Golden.AssertClose(PointSample.Own(matches.GatherRows(masks), draws[1]), logits.narrow(1, 9408, 3136), 0);
    }

    // T4: cell centres lie at (i + 1/2) / n; beyond half a cell from the border there is only zero to mix with.
    [Fact]
    public void PointSample_EqualsAValueComputedByHand()
    {
        using var scope = NewDisposeScope();
        var map = tensor(new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }, [1, 2, 4]);                                // h = 2, w = 4
        var points = tensor(new float[] { .5f, .5f, .125f, .25f, .45f, .35f, 0, 0 }, [1, 4, 2]);           // (x, y)
        var values = PointSample.Own(map, points);

        // x·4 - .5, y·2 - .5: (1.5, .5) between all four of 2, 3, 6, 7; (0, 0) a centre; (1.3, .2); (-.5, -.5) a quarter of the corner cell
        float[] expected = [4.5f, 1, .8f * (.7f * 2 + .3f * 3) + .2f * (.7f * 6 + .3f * 7), .25f];
        Golden.AssertClose(tensor(expected, [1, 4]), values, 1e-5);
        Golden.AssertClose(values, PointSample.Shared(map, points), 1e-6);
    }

    [Fact]
    public void Of_CountsIgnoredPixelsAsOutside_AndClassesThatAreThere()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var supervision = new SampledPoints(cat([Labels, full([1, 32, 32], 255, dtype: ScalarType.Int64)], 0), 3, new() { Points = 4096 }, (rows, points) => rand(rows, points, 2));
        Assert.Equal([0, 1], supervision.Present[0]);
        Assert.Empty(supervision.Present[1]);
        var masks = full([1, 32, 32], -9f);
        masks.narrow(2, 16, 16).fill_(9);                                                                   // claims the ignored corner as class 1
        var (entropy, _, _) = supervision.Costs(0, masks, ones(1, 3) / 3);
        Assert.Equal(9 * (8 * 8) / (32.0 * 32), entropy[0, 1].item<float>(), .1);                           // exactly the ignored share is wrong
    }

    // T2: least cost, whatever side is the longer one, and queries have no order.
    [Fact]
    public void Assign_EqualsBruteForce_AndFollowsPermutedQueries()
    {
        using var scope = NewDisposeScope();
        var random = new Random(7);
        manual_seed(7);
        for (int round = 0; round < 60; round++)
        {
            int queries = random.Next(1, 8), targets = random.Next(1, 6);
            var cost = randn(queries, targets);
            var found = SampledPoints.Assign(cost);
            Assert.Equal(Math.Min(queries, targets), found.Count);
            Assert.Equal(found.Count, found.Select(f => f.Query).Distinct().Count());
            Assert.Equal(found.Count, found.Select(f => f.Target).Distinct().Count());
            Assert.Equal(Best(cost, 0, [], Math.Max(0, queries - targets)), found.Sum(f => cost[f.Query, f.Target].item<float>()), 1e-4);
            var order = randperm(queries);
            var position = order.data<long>().ToArray();
            var permuted = SampledPoints.Assign(cost.index_select(0, order)).Select(f => ((int)position[f.Query], f.Target)).Order();
            Assert.Equal(found, permuted);
        }
    }

    [Fact]
    public void Losses_HaveGradientInTheMasks_AndLeaveTwoTensors()
    {
        using var scope = NewDisposeScope();
        var supervision = new SampledPoints(Labels, 2, new() { Points = 64 }, (rows, points) => rand(rows, points, 2));
        var masks = randn(1, 4, 8, 8, requires_grad: true);
        var matches = new Matches([0, 0], [1, 3], [0, 1]);
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var (entropy, dice) = supervision.Losses(masks, matches);
        Assert.Equal(live + 2, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        (entropy + dice).backward();
        var touched = masks.grad!.abs().sum([2, 3]).flatten().data<float>().ToArray();
        Assert.True(touched[1] > 0 && touched[3] > 0, "matched masks get no gradient");
        Assert.True(touched[0] == 0 && touched[2] == 0, "unmatched masks get a gradient");
    }

    // Every way of giving min(rows, columns) rows a column of their own; `skips` rows may stay without.
    private static double Best(Tensor cost, int row, HashSet<int> taken, int skips)
    {
        if (row == cost.size(0)) return 0;
        double best = skips > 0 ? Best(cost, row + 1, taken, skips - 1) : double.PositiveInfinity;
        if (taken.Count == cost.size(1)) return Math.Min(best, Best(cost, row + 1, taken, skips));
        for (int column = 0; column < cost.size(1); column++)
        {
            if (!taken.Add(column)) continue;
            best = Math.Min(best, cost[row, column].item<float>() + Best(cost, row + 1, taken, skips));
            taken.Remove(column);
        }

        return best;
    }
}
