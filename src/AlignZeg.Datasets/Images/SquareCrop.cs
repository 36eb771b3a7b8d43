namespace AlignZeg.Datasets.Images;

/// <summary>
/// The square that CLIP looks at: short side resized (<see cref="BicubicResize"/>), then the middle cut out. Sizes and offsets are those of torchvision's Resize and
/// CenterCrop: the long side is rounded down, an odd rest goes to the even half.
/// </summary>
public static class SquareCrop
{
    /// <summary>Resizes and crops.</summary>
    /// <param name="source">The picture, [h, w, 3].</param>
    /// <param name="shortSide">Of the resized picture, pixels.</param>
    /// <param name="side">Of the square, pixels; at most <paramref name="shortSide"/>.</param>
    /// <returns>[side, side, 3].</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or the square is larger than the short side.</exception>
    public static RgbImage Of(RgbImage source, int shortSide, int side)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(side);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(side, shortSide);
        int Long(int length, int other) => length <= other ? shortSide : (int)((long)shortSide * length / other);
        var resized = BicubicResize.Resize(source, Long(source.Width, source.Height), Long(source.Height, source.Width));
        if (resized.Width == side && resized.Height == side) return resized;
        var (left, top) = ((int)Math.Round((resized.Width - side) / 2.0), (int)Math.Round((resized.Height - side) / 2.0));
        var pixels = new byte[3 * side * side];
        for (int y = 0; y < side; y++) resized.Pixels.AsSpan(3 * ((top + y) * resized.Width + left), 3 * side).CopyTo(pixels.AsSpan(3 * y * side));
        return new(pixels, side, side);
    }
}
