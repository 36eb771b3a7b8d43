using AlignZeg.Cli.Benchmarks.ZeroShot;
using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Model.Tests.ZeroShot;

public sealed class RegionScoringTests
{
    private static readonly bool[] Seen = [true, false];

    // Columns are a seen and an unseen class. Background, background, seen, unseen (taken for the seen one by 1), unseen (taken for background by 1).
    private static readonly RegionLogits Logits = new(2, [1, 0, 3, 0, 5, 0, 4, 3, 0, 1], [2, 2, 1, 1, 2], []);
    private static readonly int[] Labels = [0, 0, 1, 2, 2];

    [Fact]
    public void Measure_CountsByClass_AndSaysWhereUnseenObjectsGo()
    {
        var figures = RegionScoring.Measure(Logits, Labels, Seen, ScoreCorrection.None, bias: 0);

        Assert.Equal(new(Seen: 100, Unseen: 0, Background: 50, ToSeen: 50, ToBackground: 50), figures);
        Assert.Equal((100, 0), (figures.Gap, figures.Harmonic));
    }

    [Fact]
    public void Measure_WithStacking_LowersSeenClassesOnly()
    {
        var figures = RegionScoring.Measure(Logits, Labels, Seen, new(Gamma: 1.5), bias: 0);

        Assert.Equal(new(Seen: 100, Unseen: 50, Background: 100, ToSeen: 0, ToBackground: 50), figures);
    }

    [Fact]
    public void Measure_WithAnIndicator_CorrectsFlaggedRegionsOnly()
    {
        var flagged = Logits with { Unseenness = [0, 0, 0, .9f, 0] };

        Assert.Equal(50, RegionScoring.Measure(flagged, Labels, Seen, new(1.5, Theta: .5), bias: 0).Unseen);
        Assert.Equal(0, RegionScoring.Measure(flagged, Labels, Seen, new(1.5, Theta: .95), bias: 0).Unseen);
    }

    [Theory]
    [InlineData(.5, -1)] // the first of two is background by 1 already
    [InlineData(1, 1)] // the second lacks 1
    public void BackgroundBias_HoldsTheAccuracy(double accuracy, double expected)
    {
        double bias = RegionScoring.BackgroundBias(Logits, Labels, Seen, ScoreCorrection.None, accuracy);

        Assert.Equal(expected, bias);
        Assert.Equal(100 * accuracy, RegionScoring.Measure(Logits, Labels, Seen, ScoreCorrection.None, bias).Background);
    }

    [Fact]
    public void Auroc_IsTheShareOfPairsInOrder_TiesAreHalf()
    {
        var logits = new RegionLogits(2, new float[10], new float[5], [.9f, .1f, .4f, .4f, .8f]); // seen .4; unseen .4, .8; background does not count

        Assert.Equal(.75, RegionScoring.Auroc(logits, Labels, Seen));
        Assert.Null(RegionScoring.Auroc(Logits, Labels, Seen));
    }

    // What the network decides with its odds correction, taken as truth, is what the table's plain numbers decide too.
    [Theory]
    [InlineData(-1)] // stacking: everywhere
    [InlineData(.5)] // the indicator: where it flags
    public void Measure_DecidesAsTheNetworksOddsCorrectionDoes(double theta)
    {
        const int Rows = 400, Classes = 6;
        const double Gamma = 1.5;
        using var scope = NewDisposeScope();
        manual_seed(3);
        bool[] seen = [true, true, false, true, false, true];
        Tensor logits = 2 * randn(Rows, Classes + 1), unseenness = rand(Rows), flags = tensor(seen.Select(known => known ? 1f : 0).ToArray());
        var own = SeenCorrection.Scores(logits, flags, theta < 0 ? ones(Rows) : unseenness, new() { Mode = CorrectionMode.Odds, Gamma = Gamma, Threshold = Math.Max(0, theta) });  // [N, C]
        var said = cat([own, 1 - own.sum(-1, keepdim: true)], -1).argmax(-1).ToNumbers<long>();
        int[] labels = [.. said.Select(column => column == Classes ? 0 : (int)column + 1)];
        var table = new RegionLogits(Classes, logits.narrow(-1, 0, Classes).contiguous().ToNumbers<float>(), logits.select(-1, Classes).contiguous().ToNumbers<float>(), theta < 0 ? [] : unseenness.ToNumbers<float>());

        Assert.Equal(new(Seen: 100, Unseen: 100, Background: 100, ToSeen: 0, ToBackground: 0), RegionScoring.Measure(table, labels, seen, new(Gamma, theta), bias: 0));
        Assert.InRange(RegionScoring.Measure(table, labels, seen, ScoreCorrection.None, bias: 0).Unseen, 1, 95); // the correction changes something at all
    }
}
