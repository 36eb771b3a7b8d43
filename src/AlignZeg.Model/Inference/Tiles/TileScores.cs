namespace AlignZeg.Model.Inference.Tiles;

/// <summary>What a model has seen in a tile, small enough to be kept: class scores of its pixels are made from it, a few rows at a time.</summary>
internal abstract class TileScores : IDisposable
{
    /// <summary>C, the number of classes.</summary>
    public abstract int Classes { get; }

    /// <summary>Scores from which <see cref="CandidateClasses"/> are found, [M, C]; null where every class has a score of its own at every pixel.</summary>
    public virtual Tensor? Rivals => null;

    /// <summary>Scores of some classes at some rows of the tile.</summary>
    /// <param name="top">First row, from the tile's top.</param> <param name="count">R.</param> <param name="candidates">Indices of the classes, [K]; null = all.</param>
    /// <returns>[K, R, W], on the scale of <see cref="SegmentedImage.Confidence"/>.</returns>
    public abstract Tensor Rows(int top, int count, Tensor? candidates);

    /// <inheritdoc/>
    public abstract void Dispose();
}
