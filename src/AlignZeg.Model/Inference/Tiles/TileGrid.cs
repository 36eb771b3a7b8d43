namespace AlignZeg.Model.Inference.Tiles;

/// <summary>The tiles of a picture, row by row.</summary>
/// <param name="Across">Along the width.</param> <param name="Down">Along the height.</param>
public sealed record TileGrid(TileAxis Across, TileAxis Down)
{
    /// <summary>Number of tiles.</summary>
    public int Count => Across.Starts.Count * Down.Starts.Count;

    /// <summary>Width and height of every tile, pixels at original size.</summary>
    public InputSize TileSize => new(Across.Size, Down.Size);

    /// <summary>Left and top of each tile, pixels; a row after the other.</summary>
    public IEnumerable<(int Left, int Top)> Corners => Down.Starts.SelectMany(top => Across.Starts.Select(left => (left, top)));

    /// <summary>Cuts a picture.</summary>
    /// <param name="width">Pixels.</param> <param name="height">Pixels.</param> <param name="size">Longest side of a tile.</param> <param name="overlap">Least of two neighbours.</param>
    /// <exception cref="ArgumentOutOfRangeException">As in <see cref="TileAxis.Of"/>.</exception>
    public static TileGrid Of(int width, int height, int size, int overlap) => new(TileAxis.Of(width, size, overlap), TileAxis.Of(height, size, overlap));
}
