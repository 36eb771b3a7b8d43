using AlignZeg.Model.ProposalClassification;

namespace AlignZeg.Model.Tests.ProposalClassification;

public sealed class VirtualFeaturesTests
{
    [Fact]
    public void Loss_OfOneClassOnly_IsZero()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0, VirtualFeatures.Loss(randn(4, 8), [3, 3, 3, 3], e => e, e => e).item<float>());
    }

    [Fact]
    public void Loss_TrainsTheAdapter_AndLeavesTheEmbeddingsAlone()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var classifier = new ProposalClassifier(8, prototypes: 1);
        var text = nn.functional.normalize(randn(3, 8), dim: -1);
        var embeddings = nn.functional.normalize(randn(6, 8), dim: -1).requires_grad_();
        var loss = VirtualFeatures.Loss(embeddings, [0, 1, 2, 0, 1, 2], classifier.Adapt,
            f => ProposalClassifier.Logits(f, text, classifier.Prototypes, tensor(10f)));
        loss.backward();
        Assert.True(loss.item<float>() > 0);
        Assert.True(embeddings.grad is null);
        Assert.All(classifier.parameters(), p => Assert.True(p.grad!.abs().sum().item<float>() > 0));
    }
}
