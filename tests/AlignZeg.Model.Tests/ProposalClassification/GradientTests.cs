using AlignZeg.Model.BiasCorrection;
using AlignZeg.Model.ProposalClassification;

namespace AlignZeg.Model.Tests.ProposalClassification;

/// <summary>Method, T5: gradients of every part of the loss against central differences, in double precision.</summary>
public sealed class GradientTests
{
    private static readonly VirtualPairs Pairs = new([0, 1, 2], [1, 2, 3], [0, 1, 0], [1, 2, 1], [.3f, .6f, .5f]);

    [Fact]
    public void ClassLoss_OfMatchesAndBackground()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (text, background) = (Unit(3), Unit(2));
        Tensor Loss(Tensor x, Tensor p)
        {
            var log = ProposalClassifier.Logits(nn.functional.normalize(x, dim: -1), text, nn.functional.normalize(p, dim: -1), Tau).log_softmax(-1);
            return -log[0, 1] - 2 * ProposalClassifier.LogBackground(log, 3)[1];
        }

        AssertGradient(Unit(4), x => Loss(x, background));
        var f = Unit(4);
        AssertGradient(background, p => Loss(f, p));
    }

    [Theory]
    [InlineData(ExpansionForm.Soft)]
    [InlineData(ExpansionForm.VirtualPrototypesInput)]
    [InlineData(ExpansionForm.VirtualPrototypesEmbedding)]
    public void VirtualLoss(ExpansionForm form)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (space, weight) = (new PrototypeSpace(Unit(3), Unit(2), Tau), randn(6, 6, dtype: ScalarType.Float64));
        Tensor Adapt(Tensor e) => nn.functional.normalize(e + nn.functional.gelu(e.matmul(weight)), dim: -1);
        AssertGradient(Unit(4), e => VirtualFeatures.Loss(VirtualFeatures.Of(e, Pairs, form, Adapt), Pairs, form, space));
        var mixed = VirtualFeatures.Of(Unit(4), Pairs, form, Adapt);
        AssertGradient(Unit(2), p => VirtualFeatures.Loss(mixed, Pairs, form, space with { Background = nn.functional.normalize(p, dim: -1) }));
    }

    [Fact]
    public void Regularisation()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var (text, f, weight) = (Unit(3), Unit(5), tensor(new double[] { 1, 0, 1, 1, 0 }));
        AssertGradient(Unit(4), raw =>
        {
            var p = nn.functional.normalize(raw, dim: -1);
            return BackgroundRegularisation.Diversity(p) + BackgroundRegularisation.Usage(Tau * f.matmul(p.mT), weight) + BackgroundRegularisation.Repulsion(p, text, .1);
        });
    }

    [Fact]
    public void IndicatorLossOfProfiles()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var (seen, weight, real) = (Unit(4), randn(4, dtype: ScalarType.Float64), Unit(3));
        Tensor Phi(Tensor f) => SeenProfile.Of(f, seen, Tau, 3).matmul(weight);
        AssertGradient(Unit(3), virtualOnes => IndicatorLoss.Of(Phi(real), Phi(virtualOnes)));
        AssertGradient(Unit(3), realOnes => IndicatorLoss.Of(Phi(realOnes), Phi(real)));
    }

    private static Tensor Tau => tensor(5.0);

    private static Tensor Unit(int rows) => nn.functional.normalize(randn(rows, 6, dtype: ScalarType.Float64), dim: -1);

    private static void AssertGradient(Tensor at, Func<Tensor, Tensor> loss)
    {
        const double Step = 1e-6;
        var x = at.clone().detach().requires_grad_();
        loss(x).backward();
        var gradient = x.grad!.flatten().data<double>().ToArray();
        Assert.Contains(gradient, g => Math.Abs(g) > 1e-3);
        using var none = no_grad();
        for (int i = 0; i < gradient.Length; i++)
        {
            double Moved(double by)
            {
                var moved = at.clone().detach();
                moved.view(-1)[i] += by;
                return loss(moved).item<double>();
            }

            Assert.Equal((Moved(Step) - Moved(-Step)) / (2 * Step), gradient[i], 1e-5);
        }
    }
}
