namespace AlignZeg.Model.Inference.Tiles;

/// <summary>A picture in tiles, each at the model's input size.</summary>
/// <param name="Grid">Where they lie in the picture.</param> <param name="Tiles">In the grid's order.</param>
public sealed record TiledInput(TileGrid Grid, IReadOnlyList<SegmenterInput> Tiles);
