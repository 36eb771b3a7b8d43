namespace AlignZeg.Model.Inference.Tiles;

/// <summary>A tile as class logits of patches. See <see cref="DenseMap"/>.</summary>
/// <param name="logits">[1, C, h, w], temperature included.</param> <param name="size">Of the tile at original size.</param>
internal sealed class LogitTile(Tensor logits, InputSize size) : TileScores
{
    /// <inheritdoc/>
    public override int Classes => (int)logits.size(1);

    /// <inheritdoc/>
    public override Tensor Rows(int top, int count, Tensor? candidates)
    {
        using var scope = NewDisposeScope();
        return MaskRows.Of(logits, top, count, size.Width, size.Height).softmax(0).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override void Dispose() => logits.Dispose();
}
