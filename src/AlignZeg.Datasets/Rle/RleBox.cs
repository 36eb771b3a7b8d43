namespace AlignZeg.Datasets.Rle;

/// <summary>A box in pixels; all zero where nothing is set.</summary>
/// <param name="X">Left column.</param>
/// <param name="Y">Top row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct RleBox(double X, double Y, double Width, double Height)
{
    /// <summary>Intersection over union, or over the first box's own area where the second is a crowd; 0 where both are empty.</summary>
    /// <param name="other">The other box.</param>
    /// <param name="crowd">True: <paramref name="other"/> is a crowd, which swallows what it covers.</param>
    public double IouWith(RleBox other, bool crowd)
    {
        var width = Math.Min(X + Width, other.X + other.Width) - Math.Max(X, other.X);
        var height = Math.Min(Y + Height, other.Y + other.Height) - Math.Max(Y, other.Y);
        if (width <= 0 || height <= 0) return 0;
        var shared = width * height;
        return shared / (crowd ? Width * Height : Width * Height + other.Width * other.Height - shared);
    }
}
