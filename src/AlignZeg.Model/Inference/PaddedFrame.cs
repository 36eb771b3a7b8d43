namespace AlignZeg.Model.Inference;

/// <summary>A picture in the upper left corner of a padded input.</summary>
/// <param name="Width">Of the input, padding included, pixels.</param> <param name="Height">Of the input.</param>
/// <param name="Inside">The picture's part of it.</param>
internal sealed record PaddedFrame(int Width, int Height, InputSize Inside)
{
    /// <summary>The frame of a picture: both sides filled up to multiples.</summary>
    public static PaddedFrame Of(InputSize picture, int multiple) => new(Up(picture.Width, multiple), Up(picture.Height, multiple), picture);

    /// <summary>Zeros to the right and below: the mean colour, after normalisation [SAN].</summary>
    /// <param name="image">[B, 3, h, w] of the picture, normalised.</param> <returns>[B, 3, H, W] of the frame.</returns>
    public Tensor Pad(Tensor image) => functional.pad(image, [0, Width - Inside.Width, 0, Height - Inside.Height]);

    /// <summary>
    /// Rows of the masks at the original's size: enlarged to the frame, cropped to the picture, resized to the original, bilinear each (align_corners false), from
    /// the few mask rows that they need. Source: SAN @e19262d, detectron2's sem_seg_postprocess (method 9).
    /// </summary>
    /// <param name="masks">[1, N, h, w] over the frame.</param> <param name="top">First row.</param> <param name="count">R, number of rows.</param>
    /// <param name="width">W of the original.</param> <param name="height">H of the original.</param>
    /// <returns>[N, R, W].</returns>
    public Tensor Rows(Tensor masks, int top, int count, int width, int height)
    {
        using var scope = NewDisposeScope();
        var (first, second, share) = Neighbours(arange(top, top + count, dtype: ScalarType.Float32, device: masks.device), Inside.Height, height);
        var rows = FrameRows(masks, first).lerp(FrameRows(masks, second), share.view(1, 1, -1, 1));                                             // [1, N, R, w]
        var wide = functional.interpolate(rows, [count, Width], mode: InterpolationMode.Bilinear, align_corners: false);                        // [1, N, R, Wf]
        var inside = wide.narrow(-1, 0, Inside.Width);
        return functional.interpolate(inside, [count, width], mode: InterpolationMode.Bilinear, align_corners: false).squeeze(0).MoveToOuterDisposeScope();
    }

    /// <param name="masks">[1, N, h, w].</param> <param name="rows">Rows of the frame, [R], 64-bit.</param> <returns>[1, N, R, w].</returns>
    private Tensor FrameRows(Tensor masks, Tensor rows)
    {
        var (first, second, share) = Neighbours(rows.to(ScalarType.Float32), (int)masks.size(2), Height);
        return masks.index_select(2, first).lerp(masks.index_select(2, second), share.view(1, 1, -1, 1));
    }

    /// <summary>The two source rows that a row of the result lies between.</summary>
    private static (Tensor First, Tensor Second, Tensor Share) Neighbours(Tensor rows, int source, int result)
    {
        var position = ((rows + .5) * ((double)source / result) - .5).clamp(0, source - 1);
        var upper = position.floor();
        var first = upper.to(ScalarType.Int64);
        return (first, (first + 1).clamp(max: source - 1), position - upper);
    }

    private static int Up(int side, int multiple) => (side + multiple - 1) / multiple * multiple;
}
