namespace AlignZeg.Model.Inference.Tiles;

/// <summary>A picture in tiles, each at the model's input size. It need not be anywhere whole: tiles may be made when they are asked for, and the result may leave row by row.</summary>
/// <param name="Grid">Where they lie in the picture.</param> <param name="Tiles">In the grid's order; gone through once each time that the picture is segmented.</param>
public sealed record TiledInput(TileGrid Grid, IEnumerable<SegmenterInput> Tiles)
{
    /// <summary>Takes the result; then the <see cref="SegmentedImage"/> is empty. Null = it is held whole.</summary>
    public ILabelRows? Rows { get; init; }
}
