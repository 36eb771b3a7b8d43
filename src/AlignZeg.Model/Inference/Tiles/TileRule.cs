namespace AlignZeg.Model.Inference.Tiles;

/// <summary>Which pictures are cut into tiles, and how. A tile is read as a picture of its own: as long as it is no smaller than the picture's short side, the model sees it at the
/// scale at which it would have seen the whole; a smaller tile shows more detail, and less of what is around it.</summary>
/// <param name="Above">Pictures with a longer side than this are cut, pixels at original size.</param>
/// <param name="Size">Longest side of a tile, pixels at original size.</param>
/// <param name="Overlap">Pixels that neighbours share at the least; at most half a tile.</param>
public sealed record TileRule(int Above, int Size, int Overlap)
{
    /// <summary>The tiles of a picture; null if it is not cut.</summary>
    public TileGrid? GridOf(int width, int height) => Math.Max(width, height) <= Above ? null : TileGrid.Of(width, height, Size, Overlap) is { Count: > 1 } grid ? grid : null;
}
