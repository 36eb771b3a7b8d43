using System.ComponentModel.DataAnnotations;
using AlignZeg.Model.BiasCorrection;

namespace AlignZeg.Model.Tests.BiasCorrection;

public sealed class ClassIndicatorTests
{
    // The profile knows no class by name.
    [Fact]
    public void Profile_DoesNotDependOnTheOrderOfClasses()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (f, seen) = (Unit(6), Unit(7));
        var order = tensor(new long[] { 3, 0, 6, 1, 2, 5, 4 });
        Golden.AssertClose(SeenProfile.Of(f, seen, tensor(20f), 5), SeenProfile.Of(f, seen.index_select(0, order), tensor(20f), 5), 1e-5);
    }

    [Fact]
    public void Profile_IsSortedSimilaritiesAndEnergy_AndRepeatsTheLastOfFewClasses()
    {
        using var scope = NewDisposeScope();
        var (f, seen) = (tensor(new float[] { 1, 0 }, [1, 2]), tensor(new float[] { 0, 1, .6f, .8f }, [2, 2])); // cosines 0, .6
        float energy = MathF.Log(1 + MathF.Exp(6));
        Golden.AssertClose(tensor(new[] { .6f, 0, 0, energy / 10 }, [1, 4]), SeenProfile.Of(f, seen, tensor(10f), 3), 1e-5);
    }

    [Theory]
    [InlineData(IndicatorInput.Embedding, 8 * 16 + 16 + 16 + 1)]
    [InlineData(IndicatorInput.Profile, 4 * 16 + 16 + 16 + 1)]
    [InlineData(IndicatorInput.Similarity, 0)]
    public void Unseenness_LiesBetweenZeroAndOne(IndicatorInput input, long parameters)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var indicator = new ClassIndicator(8, new() { Indicator = input, ProfileSize = 3, Width = 16 });
        Assert.Equal(parameters, indicator.parameters().Sum(p => p.numel()));
        var u = indicator.Unseenness(Unit(2, 5, 8), Unit(7), tensor(20f));
        Assert.Equal([2, 5], u.shape);
        Assert.True((u >= 0 & u <= 1).all().item<bool>());
    }

    [Fact]
    public void Similarity_IsOneMinusTheLargestCosine_AndHasNoLogits()
    {
        using var scope = NewDisposeScope();
        using var indicator = new ClassIndicator(2, new() { Indicator = IndicatorInput.Similarity });
        var (f, seen) = (tensor(new float[] { 1, 0 }, [1, 2]), tensor(new float[] { 0, 1, .6f, .8f }, [2, 2]));
        Assert.Equal(.4, indicator.Unseenness(f, seen, tensor(10f)).item<float>(), 1e-6);
        Assert.Throws<InvalidOperationException>(() => indicator.Logits(f, seen, tensor(10f)));
    }

    [Fact]
    public void Loss_FallsAsTheTwoPart()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Math.Log(2), IndicatorLoss.Of(zeros(3), zeros(3)).item<float>(), 1e-6);
        Assert.True(IndicatorLoss.Of(full(3, -3f), full(3, 3f)).item<float>() < .1);
        Assert.True(IndicatorLoss.Of(full(3, 3f), full(3, -3f)).item<float>() > 2);
        Assert.Equal(0, IndicatorLoss.Of(zeros(0), zeros(0)).item<float>());
    }

    [Fact]
    public void DrawPseudoUnseen_GivesAsManyOfEach_OfTheDrawnClassesAndOthers()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        long[] labels = [0, 0, 1, 2, 3, 3, 4, 5, 5, 6, 7, 7];
        for (int round = 0; round < 50; round++)
        {
            var (kept, seen, unseen) = IndicatorLoss.DrawPseudoUnseen(labels, 8, .25);
            Assert.Equal(6, kept.Length);
            Assert.Equal(seen.Length, unseen.Length);
            Assert.NotEmpty(unseen);
            Assert.All(seen, row => Assert.Contains(labels[row], kept));
            Assert.All(unseen, row => Assert.DoesNotContain(labels[row], kept));
        }
    }

    // phi learns to tell classes whose prototypes it is not shown from those that it is, and carries that over to classes of another set: the profile generalises.
    [Fact]
    public void Profile_LearnsUnseenness_ThatCarriesOverToOtherClasses()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var indicator = new ClassIndicator(32, new() { Indicator = IndicatorInput.Profile, Width = 32 });
        using var optimizer = optim.AdamW(indicator.parameters(), lr: 1e-2);
        var (text, other) = (Unit(20, 32), Unit(20, 32));
        for (int step = 0; step < 150; step++)
        {
            using var inner = NewDisposeScope();
            long[] labels = [.. Enumerable.Range(0, 60).Select(i => (long)(i % 20))];
            var f = Around(text, labels);
            var (kept, seen, unseen) = IndicatorLoss.DrawPseudoUnseen(labels, 20, .25);
            var shown = text.index_select(0, tensor(kept));
            optimizer.zero_grad();
            IndicatorLoss.Of(indicator.Logits(f.index_select(0, tensor(seen)), shown, tensor(20f)), indicator.Logits(f.index_select(0, tensor(unseen)), shown, tensor(20f))).backward();
            optimizer.step();
        }

        long[] all = [.. Enumerable.Range(0, 200).Select(i => (long)(i % 20))];
        var u = indicator.Unseenness(Around(other, all), other.narrow(0, 0, 14), tensor(20f)); // six of the other set are unseen
        var isUnseen = tensor(all) >= 14;
        Assert.InRange(Auroc(u.masked_select(isUnseen).data<float>().ToArray(), u.masked_select(isUnseen.logical_not()).data<float>().ToArray()), .9, 1);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ValidationException>(() => new CorrectionOptions { Threshold = 1.5 }.Validate());
        Assert.Throws<ValidationException>(() => new CorrectionOptions { Mode = CorrectionMode.Scale, Gamma = 1.1 }.Validate());
        Assert.Throws<ValidationException>(() => new AlignZegNetwork(TinyModels.Network with { Correction = new() { ProfileSize = 0 } }, TinyModels.Clip));
    }

    private static Tensor Unit(int rows, int dimension = 8) => nn.functional.normalize(randn(rows, dimension), dim: -1);

    private static Tensor Unit(int batch, int rows, int dimension) => nn.functional.normalize(randn(batch, rows, dimension), dim: -1);

    private static Tensor Around(Tensor text, long[] labels) =>
        nn.functional.normalize(text.index_select(0, tensor(labels)) + .12 * randn(labels.Length, text.size(1)), dim: -1);

    private static double Auroc(float[] above, float[] below) => above.Average(a => below.Average(b => a > b ? 1 : a == b ? .5 : 0));
}
