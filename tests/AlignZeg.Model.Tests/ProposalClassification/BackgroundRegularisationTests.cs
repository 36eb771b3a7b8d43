using AlignZeg.Model.ProposalClassification;

namespace AlignZeg.Model.Tests.ProposalClassification;

public sealed class BackgroundRegularisationTests
{
    [Fact]
    public void Diversity_IsTheMeanSquareOfPositiveCosines()
    {
        using var scope = NewDisposeScope();
        var prototypes = tensor(new float[] { 1, 0, .6f, .8f, -1, 0 }, [3, 2]); // cosines .6, -1, -.6
        Assert.Equal(2 * .36 / 6, BackgroundRegularisation.Diversity(prototypes).item<float>(), 1e-6);
        Assert.Equal(0, BackgroundRegularisation.Diversity(prototypes.narrow(0, 0, 1)).item<float>());
    }

    [Fact]
    public void Usage_IsZeroWhereAllAreUsedAlike_AndLogKWhereOneTakesAll()
    {
        using var scope = NewDisposeScope();
        var alike = eye(3) * 1000;
        Assert.Equal(0, BackgroundRegularisation.Usage(alike, ones(3)).item<float>(), 1e-5);
        var one = tensor(new float[] { 1000, 0, 0 }).expand(4, 3);
        Assert.Equal(Math.Log(3), BackgroundRegularisation.Usage(one, ones(4)).item<float>(), 1e-5);
        Assert.Equal(0, BackgroundRegularisation.Usage(one, zeros(4)).item<float>());
        Assert.Equal(0, BackgroundRegularisation.Usage(one.narrow(1, 0, 1), ones(4)).item<float>());
    }

    [Fact]
    public void Usage_CountsOnlyProposalsThatAreTrainedToBeBackground()
    {
        using var scope = NewDisposeScope();
        var logits = cat([eye(3) * 1000, tensor(new float[] { 1000, 0, 0 }).expand(9, 3)], 0);
        Assert.Equal(0, BackgroundRegularisation.Usage(logits, cat([ones(3), zeros(9)], 0)).item<float>(), 1e-5);
        Assert.True(BackgroundRegularisation.Usage(logits, ones(12)).item<float>() > .1);
    }

    [Fact]
    public void Repulsion_StartsAboveTheMargin()
    {
        using var scope = NewDisposeScope();
        var (prototypes, text) = (tensor(new float[] { .6f, .8f }, [1, 2]), tensor(new float[] { 1, 0, 0, -1 }, [2, 2])); // cosines .6, -.8
        Assert.Equal(.3 * .3 / 2, BackgroundRegularisation.Repulsion(prototypes, text, .3).item<float>(), 1e-6);
        Assert.Equal(0, BackgroundRegularisation.Repulsion(prototypes, text, .6001).item<float>());
    }
}
