using AlignZeg.Model.ProposalClassification;

namespace AlignZeg.Model.Tests.ProposalClassification;

public sealed class VirtualFeaturesTests
{
    private static readonly long[] Labels = [0, 1, 2, 0, 1, 2];

    public static TheoryData<ExpansionForm> Forms => [ExpansionForm.Soft, ExpansionForm.VirtualPrototypesInput, ExpansionForm.VirtualPrototypesEmbedding];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Loss_OfOneClassOnly_IsZero(ExpansionForm form)
    {
        using var scope = NewDisposeScope();
        var space = Space(classes: 4);
        var pairs = VirtualPairs.Draw([3, 3, 3, 3], 4, space.Text, new());
        Assert.Equal(0, pairs.Count);
        Assert.Equal(0, VirtualFeatures.Loss(zeros(0, 8), pairs, form, space).item<float>());
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Loss_TrainsTheAdapter_AndLeavesDetachedEmbeddingsAlone(ExpansionForm form)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var classifier = new ProposalClassifier(8, prototypes: 1);
        var space = Space(classes: 3) with { Background = classifier.Prototypes };
        var embeddings = Unit(6, 8).requires_grad_();
        var pairs = VirtualPairs.Draw(Labels, 6, space.Text, new());
        VirtualFeatures.Loss(VirtualFeatures.Of(embeddings.detach(), pairs, form, classifier.Adapt), pairs, form, space).backward();
        Assert.True(embeddings.grad is null);
        Assert.All(classifier.parameters(), p => Assert.True(p.grad!.abs().sum().item<float>() > 0));
    }

    // Both forms agree where mixing is linear before normalisation and the adapter is the identity; they must part once the adapter is not.
    [Fact]
    public void Of_MixesBeforeOrAfterTheAdapter()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (embeddings, weight) = (Unit(6, 8), randn(8, 8));
        var pairs = VirtualPairs.Draw(Labels, 6, Unit(3, 8), new());
        Tensor Same(Tensor e) => e;
        Tensor Bent(Tensor e) => nn.functional.normalize(nn.functional.gelu(e.matmul(weight)), dim: -1);
        var (input, finished) = (ExpansionForm.VirtualPrototypesInput, ExpansionForm.VirtualPrototypesEmbedding);
        Golden.AssertClose(VirtualFeatures.Of(embeddings, pairs, input, Same), VirtualFeatures.Of(embeddings, pairs, finished, Same), 0);
        Assert.True((VirtualFeatures.Of(embeddings, pairs, input, Bent) - VirtualFeatures.Of(embeddings, pairs, finished, Bent)).abs().max().item<float>() > 1e-2);
        Golden.AssertClose(ones(pairs.Count), VirtualFeatures.Of(embeddings, pairs, input, Bent).norm(1), 1e-5);
    }

    [Fact]
    public void SoftLoss_EqualsItsDefinition()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var space = Space(classes: 3);
        var pairs = new VirtualPairs([0], [1], [0], [2], [.3f]);
        var e = Unit(2, 8);
        var mixed = nn.functional.normalize(.3f * e[0] + .7f * e[1], dim: -1);
        var p = (10 * mixed.unsqueeze(0).matmul(cat([space.Text, space.Background], 0).mT)).softmax(-1)[0];
        double expected = -.3 * Math.Log(p[0].item<float>()) - .7 * Math.Log(p[2].item<float>());
        Assert.Equal(expected, VirtualFeatures.Loss(VirtualFeatures.Of(e, pairs, ExpansionForm.Soft, x => x), pairs, ExpansionForm.Soft, space).item<float>(), 1e-4);
    }

    [Fact]
    public void PrototypeLoss_EqualsItsDefinition()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var space = Space(classes: 3);
        var pairs = new VirtualPairs([0, 1], [1, 2], [0, 1], [1, 2], [.3f, .6f]);
        var f = Unit(2, 8);
        Tensor Prototype(long a, long b, float share) => nn.functional.normalize(share * space.Text[a] + (1 - share) * space.Text[b], dim: -1);
        var columns = cat([stack([Prototype(0, 1, .3f), Prototype(1, 2, .6f)]), space.Text, space.Background], 0);
        var log = (10 * f.matmul(columns.mT)).log_softmax(-1);
        double expected = -(log[0, 0] + log[1, 1]).item<float>() / 2;
        Assert.Equal(expected, VirtualFeatures.Loss(f, pairs, ExpansionForm.VirtualPrototypesInput, space).item<float>(), 1e-4);
    }

    // Method, T6: two mixtures of one class pair, whichever way round, are no negatives of each other.
    [Fact]
    public void PrototypeLoss_OfDuplicatesOfAClassPair_DoesNotSeeThem()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var space = Space(classes: 4);
        var f = Unit(1, 8);
        var alone = new VirtualPairs([0], [1], [0], [1], [.3f]);
        var twice = new VirtualPairs([0, 2, 3], [1, 3, 2], [0, 1, 0], [1, 0, 1], [.3f, .7f, .3f]);
        var repeated = f.expand(3, -1);                                             // equal features, equal prototypes: each must lose what it loses alone
        float expected = VirtualFeatures.Loss(f, alone, ExpansionForm.VirtualPrototypesInput, space).item<float>();
        Assert.Equal(expected, VirtualFeatures.Loss(repeated, twice, ExpansionForm.VirtualPrototypesInput, space).item<float>(), 1e-5);
        var another = new VirtualPairs([0, 2], [1, 3], [0, 2], [1, 3], [.3f, .7f]);
        Assert.NotEqual(expected, VirtualFeatures.Loss(f.expand(2, -1), another, ExpansionForm.VirtualPrototypesInput, space).item<float>(), 1e-5);
    }

    private static Tensor Unit(int rows, int dimension) => nn.functional.normalize(randn(rows, dimension), dim: -1);

    private static PrototypeSpace Space(int classes) => new(Unit(classes, 8), Unit(1, 8), tensor(10f));
}
