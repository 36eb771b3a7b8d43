using AlignZeg.Model.Inference;

namespace AlignZeg.Model.Tests.Inference;

[Collection(nameof(Serial))]
public sealed class CandidateClassesTests
{
    [Theory]
    [InlineData(4, 100, 20)]
    [InlineData(16, 300, 8)]
    [InlineData(100, 1000, 5)]
    public void Of_HoldsTheWinnerOfEveryPixel_AndFewOthers(int proposals, int classes, double peak)
    {
        manual_seed(proposals);
        using var scope = NewDisposeScope();
        var scores = (peak * randn(proposals, classes)).softmax(1) - .05 * (rand(1, classes) < .3).to(ScalarType.Float32); // as after a correction that lowers some
        var candidates = CandidateClasses.Of(scores);
        var masks = rand(proposals, 5000).pow(6);
        var winners = scores.mT.matmul(masks).argmax(0).data<long>().ToHashSet();
        var kept = candidates.data<long>().ToArray();
        Assert.Superset(winners, kept.ToHashSet());
        Assert.Equal(kept.Order(), kept);
        Assert.True(kept.Length < classes, "nothing was left out");
    }

    [Fact]
    public void Of_KeepsEverything_WhereAllClassesAreAlike()
    {
        using var scope = NewDisposeScope();
        var scores = eye(80);
        Assert.Equal(80, CandidateClasses.Of(scores).size(0));
    }

    [Fact]
    public void Compose_IsTheSame_WithAndWithoutCandidates()
    {
        manual_seed(5);
        using var scope = NewDisposeScope();
        var masks = 4 * randn(1, 12, 20, 30);
        var few = (12 * randn(12, 40)).softmax(1);
        var many = cat([few, zeros(12, 60)], 1); // classes that no proposal is of
        var (alone, among) = (SemanticMap.Compose(masks, few, 61, 47, .2), SemanticMap.Compose(masks, many, 61, 47, .2));
        Assert.Equal(alone.Labels, among.Labels);
        Assert.Equal(alone.Confidence, among.Confidence);
    }

    // With a penalty other classes win than without it: they must be among the candidates, each with its own penalty.
    [Theory]
    [InlineData(65, 12)]
    [InlineData(300, 12)]
    [InlineData(1000, 3)]
    public void Compose_WithAPenalty_IsTheMapOfAllClasses(int classes, double peak)
    {
        manual_seed(classes);
        using var scope = NewDisposeScope();
        var masks = 4 * randn(1, 12, 20, 30);
        var seen = (rand(classes) < .7).to(ScalarType.Float32);
        var scores = (peak * randn(12, classes)).softmax(1) * (.05f + .95f * seen); // hardly anything is unseen, before the penalty
        var penalty = (.5f + rand(classes)) * seen;
        var composed = SemanticMap.Compose(masks, scores, 30, 20, claim: 0, penalty: penalty);
        var sums = scores.mT.matmul(masks.sigmoid().squeeze(0).flatten(1));                                     // S, [C, P]
        Assert.Equal((sums - penalty.unsqueeze(1)).argmax(0).data<long>().Select(label => (ushort)label), composed.Labels);
        Assert.NotEqual(sums.argmax(0).data<long>().Select(label => (ushort)label), composed.Labels); // it changes something at all
    }
}
