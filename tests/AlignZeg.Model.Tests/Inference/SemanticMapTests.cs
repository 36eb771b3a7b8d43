using AlignZeg.Model.Inference;

namespace AlignZeg.Model.Tests.Inference;

public sealed class SemanticMapTests
{
    // 300 x 700 is several stripes; the stripes together must be the map computed at once.
    [Theory]
    [InlineData(700, 300)]
    [InlineData(1, 1)]
    [InlineData(70000, 3)]
    public void Compose_InStripes_EqualsTheWholeAtOnce(int width, int height)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var (masks, scores) = (randn(1, 4, 9, 13) * 3, rand(4, 3));
        var composed = SemanticMap.Compose(masks, scores, width, height, claim: .8);
        var whole = nn.functional.interpolate(masks, [height, width], mode: InterpolationMode.Bilinear, align_corners: false).sigmoid().squeeze(0).flatten(1);
        var (best, index) = scores.mT.matmul(whole).max(0);
        var (score, label) = (best.data<float>().ToArray(), index.data<long>().ToArray());
        int wrong = Enumerable.Range(0, score.Length).Count(i => composed.Labels[i] != (score[i] >= .8 ? label[i] : SegmentedImage.Unclaimed));
        Assert.True(wrong <= score.Length * 1e-4, $"{wrong} of {score.Length} pixels differ"); // ties and the last bit of the enlargement
        Assert.Contains(SegmentedImage.Unclaimed, composed.Labels.Length > 1 ? composed.Labels : [SegmentedImage.Unclaimed]);
    }
}
