namespace AlignZeg.Model.Inference.Tiles;

/// <summary>Rows of maps that are enlarged bilinearly (align_corners false): first down, then across, so that nothing is as wide as the result but what is asked for.</summary>
internal static class MaskRows
{
    /// <param name="maps">[1, N, h, w].</param> <param name="top">First row of the result.</param> <param name="count">R.</param>
    /// <param name="width">W of the result.</param> <param name="height">Of the whole result.</param>
    /// <returns>[N, R, W].</returns>
    public static Tensor Of(Tensor maps, int top, int count, int width, int height)
    {
        using var scope = NewDisposeScope();
        int source = (int)maps.size(2);
        double At(int row) => Math.Clamp((row + .5) * source / height - .5, 0, source - 1);
        var (above, shares) = (new long[count], new float[count]);
        for (int i = 0; i < count; i++) (above[i], shares[i]) = ((long)At(top + i), (float)(At(top + i) % 1));
        var upper = tensor(above, device: maps.device);                                                      // [R]
        var share = tensor(shares, device: maps.device).view(1, 1, -1, 1);
        var rows = maps.index_select(2, upper).lerp(maps.index_select(2, (upper + 1).clamp(max: source - 1)), share);                                     // [1, N, R, w]
        return functional.interpolate(rows, [count, width], mode: InterpolationMode.Bilinear, align_corners: false).squeeze(0).MoveToOuterDisposeScope();
    }
}
