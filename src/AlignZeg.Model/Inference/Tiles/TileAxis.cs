namespace AlignZeg.Model.Inference.Tiles;

/// <summary>Tiles along one side of a picture: all of one size, spread evenly, so that no two neighbours share less than was asked for.</summary>
public sealed class TileAxis
{
    private readonly int _overlap;

    private TileAxis(int length, int size, int overlap, int[] starts) => (Length, Size, _overlap, Starts) = (length, size, overlap, starts);

    /// <summary>Of the picture, pixels.</summary>
    public int Length { get; }

    /// <summary>Of every tile, pixels.</summary>
    public int Size { get; }

    /// <summary>First pixel of each tile, ascending.</summary>
    public IReadOnlyList<int> Starts { get; }

    /// <summary>Cuts a side.</summary>
    /// <param name="length">Of the picture.</param> <param name="size">Most of a tile, at least 2.</param> <param name="overlap">Least of two neighbours, 0 to half of <paramref name="size"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static TileAxis Of(int length, int size, int overlap)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(overlap);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(overlap, size / 2);
        if (length <= size) return new(length, length, overlap, [0]);
        int count = (length - overlap + size - overlap - 1) / (size - overlap);
        return new(length, size, overlap, [.. Enumerable.Range(0, count).Select(i => (int)((long)i * (length - size) / (count - 1)))]);
    }

    /// <summary>The tiles that hold a pixel, ascending.</summary>
    public IEnumerable<int> Covering(int pixel) => Enumerable.Range(0, Starts.Count).Where(tile => Starts[tile] <= pixel && pixel < Starts[tile] + Size);

    /// <summary>How much a tile has to say at each of its pixels; over the tiles that hold a pixel, it sums to 1.</summary>
    /// <returns>[Size].</returns>
    public float[] WeightsOf(int tile)
    {
        var weights = new float[Size];
        for (int i = 0; i < Size; i++)
        {
            int pixel = Starts[tile] + i;
            double all = Covering(pixel).Sum(other => Raw(other, pixel));
            weights[i] = (float)(Raw(tile, pixel) / all);
        }

        return weights;
    }

    /// <summary>The first row at or below a pixel, where other tiles hold the pixels than above it.</summary>
    public int NextChange(int pixel)
    {
        int next = Length;
        foreach (int start in Starts)
        {
            if (start > pixel) next = Math.Min(next, start);
            if (start + Size > pixel) next = Math.Min(next, start + Size);
        }

        return next;
    }

    // The picture's own borders are no seams.
    private double Raw(int tile, int pixel)
    {
        int start = Starts[tile];
        double before = start == 0 ? double.PositiveInfinity : pixel - start + .5, after = start + Size == Length ? double.PositiveInfinity : start + Size - pixel - .5;
        return BlendWindow.At(before, _overlap) * BlendWindow.At(after, _overlap);
    }
}
