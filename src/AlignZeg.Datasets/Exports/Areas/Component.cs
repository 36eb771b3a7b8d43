namespace AlignZeg.Datasets.Exports.Areas;

/// <summary>Pixels of one class that hang together by their sides.</summary>
/// <param name="Class">The class.</param>
/// <param name="Area">Pixels.</param>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Last column.</param>
/// <param name="Bottom">Last row.</param>
internal sealed record Component(int Class, int Area, int Left, int Top, int Right, int Bottom)
{
    /// <summary>Columns of the box around it.</summary>
    public int Width => Right - Left + 1;

    /// <summary>Rows of the box around it.</summary>
    public int Height => Bottom - Top + 1;
}
