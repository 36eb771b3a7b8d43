using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

public sealed class ProposalGroundTests
{
    // Left half class 1, upper right background, lower right ignored; masks of 2 x 2 as the labels are.
    [Fact]
    public void Of_SaysWhatMoreThanHalfOfAMaskLiesOn()
    {
        using var scope = NewDisposeScope();
        var targets = MaskTargets.Of(tensor(new long[] { 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 255, 255, 1, 1, 255, 255 }, [1, 4, 4]), classes: 1, 2, 2);
        var masks = tensor(new float[] { 9, -9, 9, -9, /* left */ -9, -9, -9, 9, /* ignored */ -9, 9, -9, -9, /* background */ -9, 9, -9, 9, /* half of each */ -9, -9, -9, -9 /* nothing */ }, [1, 5, 2, 2]);

        var ground = ProposalGround.Of(masks, targets);

        Assert.Equal([0, 1, 0, 0, 0], ground.Ignored.data<float>().ToArray());
        Assert.Equal([1, 0, 0, 0, 0], ground.Objects.data<float>().ToArray());
    }
}
