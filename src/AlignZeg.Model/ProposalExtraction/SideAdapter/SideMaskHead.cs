namespace AlignZeg.Model.ProposalExtraction.SideAdapter;

/// <summary>
/// Queries times features, at the features' own resolution: mask logits, and one attention bias for all of CLIP's recognition blocks.
/// Source: SAN @e19262d, MLPMaskDecoder (method 4.3).
/// </summary>
internal sealed class SideMaskHead : Module
{
    private readonly int _heads;
    [ComponentName(Name = "query")] private readonly Sequential _query;
    [ComponentName(Name = "mask_features")] private readonly Sequential _maskFeatures;
    [ComponentName(Name = "bias_features")] private readonly Sequential _biasFeatures;
    [ComponentName(Name = "bias_scale")] private readonly Parameter _biasScale;
    [ComponentName(Name = "bias_shift")] private readonly Parameter _biasShift;

    /// <param name="width">C, of queries and features.</param> <param name="config">Widths of the MLPs.</param> <param name="clipHeads">Heads of CLIP's attention.</param>
    public SideMaskHead(int width, SideAdapterConfig config, int clipHeads)
        : base(nameof(SideMaskHead))
    {
        _heads = clipHeads;
        _query = Mlp((from, to) => Linear(from, to), width, config.HiddenWidth, config.MaskWidth);
        _maskFeatures = Mlp((from, to) => Conv2d(from, to, 1), width, config.HiddenWidth, config.MaskWidth);
        _biasFeatures = Mlp((from, to) => Conv2d(from, to, 1), width, config.HiddenWidth, clipHeads * config.MaskWidth);
        _biasScale = new Parameter(init.uniform_(empty(1, 1), -1, 1)); // [SAN] Linear(1, 1)
        _biasShift = new Parameter(init.uniform_(empty(1), -1, 1));
        RegisterComponents();
    }

    /// <param name="queries">[B, N, C].</param> <param name="z">[B, C, H, W].</param> <param name="grid">CLIP's patch grid (h, w).</param>
    /// <returns>Masks [B, N, H, W]; the bias max-pooled to CLIP's grid, [B, heads, N, L].</returns>
    public Proposals Propose(Tensor queries, Tensor z, (int Height, int Width) grid)
    {
        using var scope = NewDisposeScope();
        var (masks, bias) = Decode(queries, z);
        var pooled = functional.adaptive_max_pool2d(bias.flatten(1, 2), [grid.Height, grid.Width]);         // [B, heads·N, h, w]
        return new(masks.MoveToOuterDisposeScope(), pooled.view(z.size(0), _heads, queries.size(1), -1).MoveToOuterDisposeScope());
    }

    /// <summary>M = q'·Z' and A = scale·(q'·A') + shift, with the same q'.</summary>
    /// <param name="queries">[B, N, C].</param> <param name="z">[B, C, H, W].</param>
    /// <returns>M, [B, N, H, W]; A before pooling, [B, heads, N, H, W].</returns>
    internal (Tensor Masks, Tensor Bias) Decode(Tensor queries, Tensor z)
    {
        using var scope = NewDisposeScope();
        var (batch, count, height, width) = (z.size(0), queries.size(1), z.size(2), z.size(3));
        var q = _query.call(queries);                                                                       // q', [B, N, Cm]
        var masks = Products.Of(q, _maskFeatures.call(z).flatten(2)).view(batch, count, height, width);     // [B, N, H, W]
        var keys = _biasFeatures.call(z).view(batch, _heads, q.size(2), height * width);                    // A', head-major, [B, heads, Cm, H·W]
        var bias = Products.Of(q.unsqueeze(1), keys) * _biasScale.view(1) + _biasShift;                     // [B, heads, N, H·W]
        return (masks.MoveToOuterDisposeScope(), bias.view(batch, _heads, count, height, width).MoveToOuterDisposeScope());
    }

    private static Sequential Mlp(Func<int, int, nn.Module<Tensor, Tensor>> affine, int from, int hidden, int to) =>
        Sequential(affine(from, hidden), ReLU(), affine(hidden, hidden), ReLU(), affine(hidden, to));
}
