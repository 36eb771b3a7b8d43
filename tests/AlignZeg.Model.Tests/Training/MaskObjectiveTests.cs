using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

public sealed class MaskObjectiveTests
{
    [Theory]
    [InlineData(255, false)]
    [InlineData(255, true)]
    [InlineData(0, false)]
    [InlineData(0, true)]
    public void Of_WithoutASeenObject_IsNothing_AndGivesGradientsOfZero(int label, bool sampled)
    {
        using var scope = NewDisposeScope();
        using var bundle = TinyModels.Bundle();
        var objective = new MaskObjective(bundle.Network, bundle.Clip, classes: 2, new() { PointSampling = sampled ? new() { Points = 64 } : null });
        var losses = objective.Of(rand(2, 3, 32, 32), full([2, 32, 32], label, ScalarType.Int64));
        losses.Total.backward();
        Assert.Equal(0, losses.Total.item<float>());
        var gradients = bundle.Network.Extraction.parameters().Select(p => p.grad).OfType<Tensor>().ToList();
        Assert.NotEmpty(gradients);
        Assert.All(gradients, gradient => Assert.Equal(0, gradient.abs().max().item<float>()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_FusesClipsFeaturesOfTheTruePicture_OrOfTheShuffledOne(bool shuffledFusion)
    {
        using var scope = NewDisposeScope();
        using var bundle = TinyModels.Bundle();
        var options = new SegmentationTrainingOptions { ColourShuffle = 1, ShuffledFusion = shuffledFusion };
        var (images, labels) = (rand(2, 3, 32, 32), zeros(2, 32, 32, dtype: ScalarType.Int64));
        labels.narrow(1, 4, 16).narrow(2, 6, 16).fill_(1);
        manual_seed(5);
        var shuffled = ColourShuffle.Of(TextureShuffle.Of(images, labels, 0), 1);
        var layers = bundle.Network.Extraction.Extract(shuffled, bundle.Clip.Extract(shuffledFusion ? shuffled : images));
        var truth = MaskSupervision.Of(labels, 2, null);
        double expected = layers.Sum(layer => options.MaskWeight * truth.ByShape(layer.Masks).Loss.item<float>());
        manual_seed(5);

        double loss = new MaskObjective(bundle.Network, bundle.Clip, classes: 2, options).Of(images, labels).Total.item<float>();

        Assert.NotNull(bundle.Network.Extraction.ClipDepth);
        Assert.Equal(expected, loss, 1e-4);
    }
}
