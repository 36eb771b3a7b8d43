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
}
