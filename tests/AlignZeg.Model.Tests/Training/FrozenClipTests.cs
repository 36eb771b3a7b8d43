using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

public sealed class FrozenClipTests
{
    [Fact]
    public void Extract_InBFloat16_GivesNearlyTheSameFeatures_InFp32()
    {
        using var scope = NewDisposeScope();
        using var bundle = TinyModels.Bundle();
        bundle.Clip.eval();
        var images = randn(2, 3, 32, 32);
        var whole = new FrozenClip(bundle.Clip, TrainingPrecision.Full).Extract(images);
        var half = new FrozenClip(bundle.Clip, TrainingPrecision.BFloat16).Extract(images);
        Assert.Equal(ScalarType.Float32, half.Tokens.dtype);
        Assert.False(half.Tokens.requires_grad);
        Assert.Equal(whole.Taps.Count, half.Taps.Count);
        var difference = (whole.Tokens - half.Tokens).abs().max().item<float>();
        Assert.InRange(difference, 1e-6, .05 * whole.Tokens.abs().max().item<float>()); // different numbers, but close
        Assert.All(bundle.Clip.state_dict().Values, weight => Assert.Equal(ScalarType.Float32, weight.dtype)); // the CLIP itself stays whole
    }
}
