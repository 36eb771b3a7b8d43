namespace AlignZeg.Model.Clip;

/// <summary>Image to tokens with the class token in front and positions added.</summary>
internal sealed class VisionEmbeddings : Module
{
    private readonly int _side;
    [ComponentName(Name = "class_embedding")] private readonly Parameter _class;
    [ComponentName(Name = "patch_embedding")] private readonly Module<Tensor, Tensor> _patch;
    [ComponentName(Name = "position_embedding")] private readonly Embedding _position;

    public VisionEmbeddings(VisionConfig config)
        : base(nameof(VisionEmbeddings))
    {
        _side = config.ImageSize / config.PatchSize;
        _class = new Parameter(randn(config.HiddenSize) * .02);
        _patch = config.Stem switch
        {
            "patch" => Conv2d(3, config.HiddenSize, config.PatchSize, stride: config.PatchSize, bias: false),
            "conv" when config.PatchSize == ConvStem.Stride => new ConvStem(config.HiddenSize),
            _ => throw new ArgumentException($"Unknown stem '{config.Stem}' for patches of {config.PatchSize}; known are patch, and conv for {ConvStem.Stride}."),
        };
        _position = Embedding(1 + _side * _side, config.HiddenSize);
        init.normal_(_position.weight!, std: .02);
        RegisterComponents();
    }

    /// <summary>The positional embedding, [1+L, C]; the class token's row first.</summary>
    public Tensor Positions => _position.weight!;

    /// <param name="image">[B, 3, H, W], normalised; what is left of a side beyond a multiple of the patch size is not looked at.</param>
    /// <param name="positions">In place of the tower's own, of the same shape; or null.</param>
    /// <returns>[B, 1+L, C], and the grid (h, w) with L = h·w.</returns>
    public (Tensor Tokens, int Height, int Width) Embed(Tensor image, Tensor? positions = null)
    {
        using var scope = NewDisposeScope();
        var patches = _patch.call(image);                                                                   // [B, C, h, w]
        var (height, width) = ((int)patches.size(2), (int)patches.size(3));
        var tokens = patches.flatten(2).transpose(1, 2);                                                    // [B, L, C]
        var first = _class.expand(tokens.size(0), 1, -1);                                                   // [B, 1, C]
        var placed = cat([first, tokens], 1) + Resized(positions ?? Positions, height, width);                                 // [B, 1+L, C]
        return (placed.MoveToOuterDisposeScope(), height, width);
    }

    /// <summary>Bicubic, align_corners false, antialias false; the class token's own row is kept [SAN].</summary>
    private Tensor Resized(Tensor weight, int height, int width)
    {
        if (height == _side && width == _side) return weight;
        var grid = weight.narrow(0, 1, _side * _side).view(1, _side, _side, -1).permute(0, 3, 1, 2);                           // [1, C, s, s]
        var resized = functional.interpolate(grid, [height, width], mode: InterpolationMode.Bicubic, align_corners: false);    // [1, C, h, w]
        return cat([weight.narrow(0, 0, 1), resized.flatten(2).squeeze(0).mT], 0);                                             // [1+L, C]
    }

    /// <summary>The positional embedding as a grid of another size has it.</summary>
    /// <param name="height">h.</param> <param name="width">w.</param> <returns>[1+h·w, C].</returns>
    public Tensor PositionsFor(int height, int width) => Resized(Positions, height, width);

    /// <summary>The patches before positions are added.</summary>
    /// <param name="image">[B, 3, H, W], normalised.</param> <returns>[B, C, h, w].</returns>
    public Tensor Patches(Tensor image) => _patch.call(image);
}
