using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

public sealed class MaskCostsTests
{
    // Two classes side by side, class 1 = left half; the lower right quarter is ignored.
    private static Tensor Labels => tensor(new long[] { 1, 1, 2, 2, 1, 1, 2, 2, 1, 1, 255, 255, 1, 1, 255, 255 }, [1, 4, 4]);

    [Fact]
    public void Of_ScoresThePerfectMaskLowest()
    {
        using var scope = NewDisposeScope();
        var targets = MaskTargets.Of(Labels, classes: 2, 2, 2);                                               // masks 2 x 2
        Assert.Equal([0], targets.Present[0].Take(1));
        var logits = tensor(new float[] { 9, -9, 9, -9, -9, 9, -9, -9 }, [1, 2, 4]);                    // proposal 0 = left, 1 = upper right
        var costs = MaskCosts.Of(logits, targets);
        Assert.True(costs.Dice[0, 0, 0].item<float>() < .01 && costs.CrossEntropy[0, 0, 0].item<float>() < .01);
        Assert.True(costs.Dice[0, 1, 0].item<float>() > .5);
    }

    [Fact]
    public void Of_DoesNotReadIgnoredPixels()
    {
        using var scope = NewDisposeScope();
        var targets = MaskTargets.Of(Labels, classes: 2, 2, 2);
        var (a, b) = (MaskCosts.Of(tensor(new float[] { 2, -1, 3, -9 }, [1, 1, 4]), targets), MaskCosts.Of(tensor(new float[] { 2, -1, 3, 9 }, [1, 1, 4]), targets));
        Golden.AssertClose(a.CrossEntropy, b.CrossEntropy, 0);
        Golden.AssertClose(a.Dice, b.Dice, 0);
    }

    [Fact]
    public void Of_EqualsTheDefinition()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var labels = randint(0, 3, [1, 8, 8], dtype: ScalarType.Int64);
        var targets = MaskTargets.Of(labels, classes: 2, 4, 4);
        var logits = randn(1, 3, 16);
        var costs = MaskCosts.Of(logits, targets);
        var mask = targets.Masks[0, 1];                                                                 // [P]
        var entropy = nn.functional.binary_cross_entropy_with_logits(logits[0, 2], mask);
        var inside = logits[0, 2].sigmoid();
        var dice = 1 - (2 * (inside * mask).sum() + 1) / (inside.sum() + mask.sum() + 1);
        Assert.Equal(entropy.item<float>(), costs.CrossEntropy[0, 2, 1].item<float>(), 1e-5);
        Assert.Equal(dice.item<float>(), costs.Dice[0, 2, 1].item<float>(), 1e-5);
    }
}
