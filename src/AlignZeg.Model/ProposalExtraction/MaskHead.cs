using AlignZeg.Model.Clip;

namespace AlignZeg.Model.ProposalExtraction;

/// <summary>
/// Queries times features: mask logits and attention biases; shared by all supervised layers. Source: SAN's MLPMaskDecoder (method 4.3). Ours: masks at half
/// resolution with the encoder's fine map, and a share of the detached mask logits in the bias, so that recognition looks at the mask from the first step.
/// </summary>
internal sealed class MaskHead : Module
{
    private const double MaskClamp = 8;
    private readonly int _heads, _biasWidth;
    private readonly double _maskShare;
    [ComponentName(Name = "query_mask")] private readonly Sequential _queryMask;
    [ComponentName(Name = "query_bias")] private readonly Sequential? _queryBias;
    [ComponentName(Name = "up")] private readonly Conv2d _up;
    [ComponentName(Name = "skip")] private readonly Conv2d _skip;
    [ComponentName(Name = "mix")] private readonly ResidualConv _mix;
    [ComponentName(Name = "mask_features")] private readonly Conv2d _maskFeatures;
    [ComponentName(Name = "bias_features")] private readonly Conv2d? _biasFeatures;
    [ComponentName(Name = "bias_scale")] private readonly Parameter? _biasScale;

    public MaskHead(AlignZegConfig config, int clipHeads)
        : base(nameof(MaskHead))
    {
        (_heads, _biasWidth, _maskShare) = (clipHeads, config.BiasWidth, config.MaskShare);
        _queryMask = Mlp(config.Width, config.MaskWidth);
        if (config.LearnedBias) _queryBias = Mlp(config.Width, config.BiasWidth);
        (_up, _skip) = (Conv2d(config.Width, config.MaskWidth, 1), Conv2d(ConvImageEncoder.FineChannels, config.MaskWidth, 1));
        (_mix, _maskFeatures) = (new(config.MaskWidth), Conv2d(config.MaskWidth, config.MaskWidth, 1));
        if (config.LearnedBias) (_biasFeatures, _biasScale) = (Conv2d(config.Width, clipHeads * config.BiasWidth, 1), new Parameter(ones(1)));
        RegisterComponents();
    }

    /// <param name="queries">[B, N, C].</param> <param name="z">[B, C, H/4, W/4].</param> <param name="fine">[B, 32, H/2, W/2].</param>
    /// <param name="grid">CLIP's patch grid (h, w).</param>
    public Proposals Propose(Tensor queries, Tensor z, Tensor fine, (int Height, int Width) grid)
    {
        using var scope = NewDisposeScope();
        var raised = functional.interpolate(_up.call(z), [fine.size(2), fine.size(3)], mode: InterpolationMode.Bilinear, align_corners: false);
        var features = _maskFeatures.call(_mix.call(raised + _skip.call(fine)));                                            // [B, Cm, H/2, W/2]
        var masks = einsum("bnc,bchw->bnhw", _queryMask.call(queries), features);                                           // [B, N, H/2, W/2]
        var seen = functional.adaptive_avg_pool2d(masks.detach().clamp(-MaskClamp, MaskClamp), [grid.Height, grid.Width]);  // [B, N, gh, gw]
        var bias = (_maskShare * seen.flatten(2).unsqueeze(1)).expand(-1, _heads, -1, -1);                                  // [B, h, N, L]
        if (_queryBias is not null) bias = bias + Learned(queries, z, grid);
        return new(masks.MoveToOuterDisposeScope(), bias.MoveToOuterDisposeScope());
    }

    /// <summary>MLP(q)·W f / √Cb · s, [B, h, N, L].</summary>
    private Tensor Learned(Tensor queries, Tensor z, (int Height, int Width) grid)
    {
        var pooled = functional.adaptive_avg_pool2d(_biasFeatures!.call(z), [grid.Height, grid.Width]);                     // [B, h·Cb, gh, gw]
        var keys = pooled.view(z.size(0), _heads, _biasWidth, -1);                                                          // [B, h, Cb, L]
        return Products.Of(_queryBias!.call(queries).unsqueeze(1), keys) / Math.Sqrt(_biasWidth) * _biasScale!;             // [B, h, N, L]
    }

    private static Sequential Mlp(int from, int to) => Sequential(Linear(from, from), ReLU(), Linear(from, from), ReLU(), Linear(from, to));
}
