namespace AlignZeg.Model.Inference.Tiles;

/// <summary>
/// Tiles to one label map: S_c(x) = Σ_t w_t(x)·S_tc(x), argmax over classes, where the weights fall towards a tile's border and sum to 1. Read row of tiles by row of tiles and
/// composed in stripes of pixel rows: at a time there are the proposals of the tiles that hold the stripe, and the scores of the stripe. Memory does not grow with the height.
/// </summary>
/// <param name="grid">Where the tiles lie.</param> <param name="read">Runs the model on a tile, by its number in the grid; called once each, in order.</param>
internal sealed class TiledMap(TileGrid grid, Func<int, TileScores> read)
{
    private const int StripeNumbers = 1 << 22; // of scores at a time: classes times pixels

    private readonly int _columns = grid.Across.Starts.Count;
    private readonly float[][] _across = [.. Enumerable.Range(0, grid.Across.Starts.Count).Select(grid.Across.WeightsOf)];
    private readonly SortedDictionary<int, (TileScores[] Tiles, float[] Down)> _rows = []; // of tiles, those that are needed now

    /// <summary>The result of a picture in tiles, given to whoever it names, else whole.</summary>
    /// <param name="tiled">The picture.</param> <param name="read">Runs the model on a tile.</param> <param name="claim">As for <see cref="Compose(double, Abstention?)"/>.</param>
    /// <param name="abstention">As there.</param> <param name="cancellationToken">Checked between tiles.</param>
    public static SegmentedImage Of(TiledInput tiled, Func<SegmenterInput, TileScores> read, double claim, Abstention? abstention, CancellationToken cancellationToken)
    {
        using var tiles = tiled.Tiles.GetEnumerator();
        var map = new TiledMap(tiled.Grid, ReadNext);
        if (tiled.Rows is null) return map.Compose(claim, abstention);
        map.Compose(claim, abstention, tiled.Rows);
        return new([], []);

        TileScores ReadNext(int _)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return tiles.MoveNext() ? read(tiles.Current) : throw new InvalidOperationException($"A picture of {tiled.Grid.Count} tiles has fewer.");
        }
    }

    /// <summary>Labels and confidences of the whole picture.</summary>
    /// <param name="claim">Score below which no class claims a pixel, 0..1.</param> <param name="abstention">Which pixels get no class at all; null = none.</param>
    public SegmentedImage Compose(double claim, Abstention? abstention)
    {
        var whole = new WholeResult((long)grid.Across.Length * grid.Down.Length);
        Compose(claim, abstention, whole);
        return whole.Image;
    }

    /// <summary>The same, row by row.</summary>
    /// <param name="claim">Score below which no class claims a pixel, 0..1.</param> <param name="abstention">Which pixels get no class at all; null = none.</param> <param name="rows">Takes them.</param>
    public void Compose(double claim, Abstention? abstention, ILabelRows rows)
    {
        var (width, height) = (grid.Across.Length, grid.Down.Length);
        var (labels, confidence) = (Array.Empty<ushort>(), Array.Empty<byte>());
        using var scope = NewDisposeScope();
        rows.Begin();
        for (int top = 0; top < height;)
        {
            Hold(grid.Down.Covering(top)); // outside of the band's scope: a row of tiles outlives the band that needs it first
            using var band = NewDisposeScope();
            int end = grid.Down.NextChange(top);
            var candidates = Candidates(abstention);
            var decision = new PixelDecision(claim, abstention, candidates);
            for (int step = RowsAtATime(candidates); top < end; top += step)
            {
                step = Math.Min(step, end - top);
                int pixels = step * width;
                if (labels.Length < pixels) (labels, confidence) = (new ushort[pixels], new byte[pixels]);
                ComposeStripe(top, step, candidates, decision, labels.AsSpan(0, pixels), confidence.AsSpan(0, pixels));
                rows.Add(labels.AsSpan(0, pixels), confidence.AsSpan(0, pixels));
            }
        }
    }

    private void Hold(IEnumerable<int> needed)
    {
        var wanted = needed.ToArray();
        foreach (int row in _rows.Keys.Except(wanted).ToArray())
        {
            foreach (var tile in _rows[row].Tiles) tile.Dispose();
            _rows.Remove(row);
        }

        foreach (int row in wanted.Where(row => !_rows.ContainsKey(row)))
            _rows[row] = ([.. Enumerable.Range(row * _columns, _columns).Select(read)], grid.Down.WeightsOf(row));
    }

    /// <summary>Blending adds up proposals of all tiles, each with a mask that is less than its own: what cannot win among all of them cannot win anywhere.</summary>
    private Tensor? Candidates(Abstention? abstention)
    {
        using var scope = NewDisposeScope();
        Tensor[] rivals = [.. _rows.Values.SelectMany(row => row.Tiles).Select(tile => tile.Rivals).OfType<Tensor>()];
        return rivals.Length == 0 ? null : CandidateClasses.Among(cat(rivals, 0), abstention)?.MoveToOuterDisposeScope(); // of [M, C]
    }

    private int RowsAtATime(Tensor? candidates)
    {
        long classes = candidates?.size(0) ?? _rows.First().Value.Tiles[0].Classes;
        return (int)Math.Max(1, StripeNumbers / (classes * grid.Across.Length));
    }

    private void ComposeStripe(int top, int count, Tensor? candidates, PixelDecision decision, Span<ushort> labels, Span<byte> confidence)
    {
        using var scope = NewDisposeScope();
        Tensor? sum = null;                                                                                  // S, [K, R, W]
        foreach (var (row, (tiles, weights)) in _rows)
        {
            int inside = top - grid.Down.Starts[row];
            var down = weights.AsSpan(inside, count).ToArray();
            for (int column = 0; column < _columns; column++)
            {
                using var tile = NewDisposeScope();
                var scores = tiles[column].Rows(inside, count, candidates);                                   // [K, R, w]
                sum ??= zeros([scores.size(0), count, grid.Across.Length], device: scores.device).MoveToOuterDisposeScope();
                var share = tensor(down, device: scores.device).unsqueeze(1) * tensor(_across[column], device: scores.device);    // w_t, [R, w]
                sum.narrow(2, grid.Across.Starts[column], grid.Across.Size).addcmul_(scores, share, 1);
            }
        }

        decision.Decide(sum!.flatten(1), score => score, labels, confidence);
    }
}
