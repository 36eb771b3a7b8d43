using AlignZeg.Model.Clip;

namespace AlignZeg.Model.ProposalExtraction.SideAdapter;

/// <summary>
/// The plain ViT beside CLIP: no class token, no final norm, exact GELU, positions added again before every block, CLIP's features added after some.
/// Source: SAN @e19262d, RegionwiseSideAdapterNetwork on timm's ViT (method 4.1). Parameters start as timm's do.
/// </summary>
internal sealed class SideEncoder : Module
{
    private const double Deviation = .02, Eps = 1e-6;
    private const int Widening = 4; // MLP to token width
    private readonly int _side;
    private readonly IReadOnlyList<FusionPoint> _points;
    [ComponentName(Name = "patch")] private readonly Conv2d _patch;
    [ComponentName(Name = "position")] private readonly Parameter _position;
    [ComponentName(Name = "blocks")] private readonly ModuleList<TransformerBlock> _blocks = [];
    [ComponentName(Name = "fusion")] private readonly ModuleList<FeatureFusion> _fusion = [];

    public SideEncoder(SideAdapterConfig config, int clipWidth)
        : base(nameof(SideEncoder))
    {
        (_side, _points) = (config.ImageSize / config.PatchSize, config.Fusion);
        _patch = Conv2d(3, config.Width, config.PatchSize, stride: config.PatchSize);
        _position = new Parameter(init.trunc_normal_(empty(1, _side * _side, config.Width), std: Deviation));
        for (int i = 0; i < config.Depth; i++) _blocks.Add(Start(new(config.Width, config.Heads, Widening * config.Width, "gelu", Eps)));
        foreach (var _ in _points) _fusion.Add(new(clipWidth, config.Width));
        RegisterComponents();
    }

    /// <summary>Number of blocks.</summary>
    public int Depth => _blocks.Count;

    /// <summary>CLIP's blocks before the deepest features that are fused; null where none are.</summary>
    public int? ClipDepth => _points.Count == 0 ? null : _points.Max(point => point.Clip);

    /// <summary>Patches alone, through every block.</summary>
    /// <param name="image">[B, 3, H, W], normalised.</param> <param name="clip">CLIP's features of the same batch.</param>
    /// <returns>[B, C, H/p, W/p].</returns>
    public Tensor Encode(Tensor image, VisionFeatures clip)
    {
        using var scope = NewDisposeScope();
        var none = zeros([1, 0, _position.size(2)], dtype: image.dtype, device: image.device);
        return Encode(image, clip, none, none, [Depth])[0].Map.MoveToOuterDisposeScope();
    }

    /// <summary>Queries in front of the patches, in one sequence.</summary>
    /// <param name="image">[B, 3, H, W], normalised.</param> <param name="clip">CLIP's features of the same batch.</param>
    /// <param name="queries">Q, [1, N, C].</param> <param name="queryPositions">Their positions, [1, N, C].</param> <param name="layers">Blocks to read after, ascending.</param>
    /// <returns>Per layer of <paramref name="layers"/> the tokens after the block and its fusion.</returns>
    public IReadOnlyList<SideTokens> Encode(Tensor image, VisionFeatures clip, Tensor queries, Tensor queryPositions, IReadOnlyList<int> layers)
    {
        using var scope = NewDisposeScope();
        var grid = Embed(image, queries, queryPositions, out var x, out var positions);                     // x: [B, N+L, C]
        x = Fuse(x, clip, 0, grid);
        var read = new List<SideTokens>();
        for (int i = 1; i <= Depth; i++)
        {
            x = Fuse(_blocks[i - 1].call(x), clip, i, grid);                                                // [B, N+L, C]
            if (layers.Contains(i)) read.Add(Split(x, grid));
            if (i < Depth) x = x + positions;
        }

        return [.. read.Select(r => new SideTokens(r.Queries.MoveToOuterDisposeScope(), r.Map.MoveToOuterDisposeScope()))];
    }

    /// <summary>The sequence before the first fusion, and the positions that were added to it.</summary>
    /// <param name="image">[B, 3, H, W].</param> <param name="queries">[1, N, C].</param> <param name="queryPositions">[1, N, C].</param>
    /// <param name="sequence">[B, N+L, C].</param> <param name="positions">[1, N+L, C].</param>
    internal (int Height, int Width) Embed(Tensor image, Tensor queries, Tensor queryPositions, out Tensor sequence, out Tensor positions)
    {
        using var scope = NewDisposeScope();
        var map = _patch.call(image);                                                                       // [B, C, h, w]
        var patches = map.flatten(2).mT;                                                                    // [B, L, C]
        var (height, width) = ((int)map.size(2), (int)map.size(3));
        positions = cat([queryPositions, Positions(height, width)], 1).MoveToOuterDisposeScope();           // [1, N+L, C]
        sequence = (cat([queries.expand(patches.size(0), -1, -1), patches], 1) + positions).MoveToOuterDisposeScope();
        return (height, width);
    }

    /// <summary>Bicubic where the number of patches differs. As in SAN, a grid of another shape with as many patches keeps the learned order.</summary>
    /// <returns>[1, h·w, C].</returns>
    private Tensor Positions(int height, int width)
    {
        if (height * width == _side * _side) return _position;
        var grid = _position.view(1, _side, _side, -1).permute(0, 3, 1, 2);                                                     // [1, C, s, s]
        return functional.interpolate(grid, [height, width], mode: InterpolationMode.Bicubic, align_corners: false).flatten(2).mT;
    }

    private Tensor Fuse(Tensor x, VisionFeatures clip, int layer, (int Height, int Width) grid)
    {
        for (int i = 0; i < _points.Count; i++)
        {
            if (_points[i].Side != layer) continue;
            var (queries, map) = Split(x, grid);
            x = cat([queries, _fusion[i].Fuse(map, clip.Taps[_points[i].Clip]).flatten(2).mT], 1);          // [B, N+L, C]
        }

        return x;
    }

    private static SideTokens Split(Tensor x, (int Height, int Width) grid)
    {
        long patches = (long)grid.Height * grid.Width, queries = x.size(1) - patches;
        return new(x.narrow(1, 0, queries), x.narrow(1, queries, patches).mT.reshape(x.size(0), -1, grid.Height, grid.Width));
    }

    private static TransformerBlock Start(TransformerBlock block)
    {
        foreach (var linear in block.modules().OfType<Linear>())
        {
            init.trunc_normal_(linear.weight!, std: Deviation);
            init.zeros_(linear.bias!);
        }

        return block;
    }
}
