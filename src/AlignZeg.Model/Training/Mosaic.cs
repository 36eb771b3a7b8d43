namespace AlignZeg.Model.Training;

/// <summary>
/// Pictures made of 2 x 2 captioned tiles, and a bias by which class token n looks at tile n alone. Ours: a CLIP trained on whole pictures recognises single objects
/// (top-1 .99) but not regions of scenes (.44 seen, .29 unseen with true masks, measured); captions of tiles teach it that without any mask.
/// </summary>
/// <param name="Images">[B, 3, 2·h, 2·w], rolled by whole patches so that tiles do not always meet in the middle.</param>
/// <param name="Bias">0 on a tile's patches, -100 elsewhere, [B, 1, 4, L]; some patches of a tile are hidden too.</param>
internal sealed record Mosaic(Tensor Images, Tensor Bias)
{
    /// <summary>Tiles in a mosaic.</summary>
    public const int Tiles = 4;

    private const float Hidden = -100;

    /// <param name="tiles">[4·B, 3, h, w], sides multiples of the patch.</param> <param name="patch">Pixels per token.</param>
    /// <param name="next">A random integer below its argument.</param> <param name="drop">Share of a tile's patches to hide, 0..1.</param>
    public static Mosaic Of(Tensor tiles, int patch, Func<int, int> next, double drop)
    {
        using var scope = NewDisposeScope();
        var (count, height, width) = (tiles.size(0) / Tiles, tiles.size(2), tiles.size(3));
        var images = tiles.view(count, 2, 2, 3, height, width).permute(0, 3, 1, 4, 2, 5).reshape(count, 3, 2 * height, 2 * width);
        var (rows, columns) = (2 * height / patch, 2 * width / patch);
        var owner = (arange(rows).ge(rows / 2).unsqueeze(1) * 2 + arange(columns).ge(columns / 2).to(ScalarType.Int64)).to(tiles.device);   // tile of a patch, [R, C]
        var (down, right) = (next((int)rows), next((int)columns));
        images = images.roll([down * patch, right * patch], [2, 3]);
        owner = owner.roll([down, right], [0, 1]).flatten();                                                                               // [L]
        var own = owner.unsqueeze(0).eq(arange(Tiles, device: tiles.device).unsqueeze(1));                                                 // [4, L]
        var kept = own & StepDraw.Uniform(tiles.device, count, Tiles, rows * columns).ge(drop);                                            // [B, 4, L]
        var bias = (Hidden * (1 - kept.to(ScalarType.Float32))).unsqueeze(1);                                                              // [B, 1, 4, L]
        return new(images.MoveToOuterDisposeScope(), bias.MoveToOuterDisposeScope());
    }
}
