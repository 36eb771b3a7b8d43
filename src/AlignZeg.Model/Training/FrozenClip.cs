using AlignZeg.Model.Clip;

namespace AlignZeg.Model.Training;

/// <summary>
/// Feature extraction by a CLIP that is not trained, in fp32 or bf16. TorchSharp has no autocast, so that bf16 is a second copy of the image tower, made once and cast
/// explicitly; its features come back in fp32, and recognition, whose gradient is needed, stays in fp32.
/// </summary>
internal sealed class FrozenClip
{
    private readonly ClipModel _clip;
    private readonly VisionTower? _half;

    public FrozenClip(ClipModel clip, TrainingPrecision precision)
    {
        _clip = clip;
        if (precision == TrainingPrecision.BFloat16) _half = HalfOf(clip);
    }

    /// <param name="images">[B, 3, H, W], normalised.</param> <param name="positions">A positional embedding in place of the CLIP's own, the only part that gets a gradient; or null.</param>
    /// <param name="blocks">Only the first so many blocks, where recognition does not follow; null = all that extract.</param>
    /// <returns>Features in fp32.</returns>
    public VisionFeatures Extract(Tensor images, Tensor? positions = null, int? blocks = null)
    {
        using var mode = set_grad_enabled(positions is not null && is_grad_enabled());
        if (_half is null) return _clip.Extract(images, positions, blocks);
        using var scope = NewDisposeScope();
        var features = _half.Extract(images.to(ScalarType.BFloat16), positions?.to(ScalarType.BFloat16), blocks);
        Tensor Whole(Tensor half) => half.to(ScalarType.Float32).MoveToOuterDisposeScope();
        return features with { Tokens = Whole(features.Tokens), Taps = [.. features.Taps.Select(Whole)] };
    }

    private static VisionTower HalfOf(ClipModel clip)
    {
        var half = new VisionTower(clip.Config.Vision);
        half.CopyFrom(clip.Vision);
        half.to(clip.Positions.device);
        half.to(ScalarType.BFloat16);
        half.eval();
        foreach (var parameter in half.parameters()) parameter.requires_grad = false;
        return half;
    }
}
