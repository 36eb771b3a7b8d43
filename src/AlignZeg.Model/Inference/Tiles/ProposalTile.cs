namespace AlignZeg.Model.Inference.Tiles;

/// <summary>A tile as proposals: masks and their classes. See <see cref="SemanticMap"/>.</summary>
/// <param name="masks">M, [1, N, h, w].</param> <param name="scores">p, corrected, [N, C].</param> <param name="penalty">Taken off every pixel, [C]; null = nothing.</param>
/// <param name="frame">Where the tile lies under the masks; null = they cover it exactly.</param> <param name="size">Of the tile at original size.</param>
internal sealed class ProposalTile(Tensor masks, Tensor scores, Tensor? penalty, PaddedFrame? frame, InputSize size) : TileScores
{
    /// <inheritdoc/>
    public override int Classes => (int)scores.size(1);

    /// <inheritdoc/>
    public override Tensor Rivals => SemanticMap.RivalsOf(scores, penalty);

    /// <inheritdoc/>
    public override Tensor Rows(int top, int count, Tensor? candidates)
    {
        using var scope = NewDisposeScope();
        var rows = frame is null ? MaskRows.Of(masks, top, count, size.Width, size.Height) : frame.Rows(masks, top, count, size.Width, size.Height);
        var inside = rows.sigmoid().flatten(1);                                                              // [N, P]
        var chosen = candidates is null ? scores : scores.index_select(1, candidates);                       // [N, K]
        var sum = chosen.mT.mm(inside);                                                                      // S, [K, P]
        if (penalty is not null) sum = sum - (candidates is null ? penalty : penalty.index_select(0, candidates)).unsqueeze(-1);
        return sum.view(-1, count, size.Width).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        masks.Dispose();
        scores.Dispose();
        penalty?.Dispose();
    }
}
