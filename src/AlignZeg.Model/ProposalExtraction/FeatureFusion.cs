namespace AlignZeg.Model.ProposalExtraction;

/// <summary>Adds CLIP's features to the encoder's: Z + Resize(Conv1x1(LN(F))). Source: SAN @e19262d, fusion of side adapter and CLIP (method 4.1).</summary>
internal sealed class FeatureFusion : Module
{
    [ComponentName(Name = "norm")] private readonly LayerNorm _norm;
    [ComponentName(Name = "project")] private readonly Linear _project;

    public FeatureFusion(int clipWidth, int width)
        : base(nameof(FeatureFusion))
    {
        (_norm, _project) = (LayerNorm(clipWidth, 1e-6), Linear(clipWidth, width));
        init.kaiming_uniform_(_project.weight!, a: 1);
        init.zeros_(_project.bias!);
        RegisterComponents();
    }

    /// <param name="z">[B, C, H, W].</param> <param name="clip">F, [B, Cc, h, w].</param> <returns>[B, C, H, W].</returns>
    public Tensor Fuse(Tensor z, Tensor clip)
    {
        using var scope = NewDisposeScope();
        var projected = _project.call(_norm.call(clip.permute(0, 2, 3, 1))).permute(0, 3, 1, 2);                                                // [B, C, h, w]
        var resized = functional.interpolate(projected, [z.size(2), z.size(3)], mode: InterpolationMode.Bilinear, align_corners: false);        // [B, C, H, W]
        return (z + resized).MoveToOuterDisposeScope();
    }
}
