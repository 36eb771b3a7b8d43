using AlignZeg.Model.Inference;
using AlignZeg.Model.Inference.Tiles;

namespace AlignZeg.Model.Tests.Inference.Tiles;

public sealed class TiledMapTests
{
    // Scores of three classes that follow from the pixel's place in the picture alone: a tile that sees them gives what the whole would give.
    [Fact]
    public void Compose_OfTilesThatAgree_IsTheUntiledResult()
    {
        var grid = TileGrid.Of(90, 70, 32, 12);
        var corners = grid.Corners.ToArray();
        var map = new TiledMap(grid, i => new PlaceTile(corners[i].Left, corners[i].Top, grid.TileSize)).Compose(claim: .5, abstention: null);
        for (int y = 0; y < 70; y++)
        {
            for (int x = 0; x < 90; x++)
            {
                var scores = PlaceTile.ScoresAt(x, y);
                float best = scores.Max();
                if (Math.Abs(best - .5f) < 1e-4 || scores.Count(score => best - score < 1e-4) > 1) continue; // decided by the last bit
                Assert.Equal(best >= .5f ? (ushort)Array.IndexOf(scores, best) : SegmentedImage.Unclaimed, map.Labels[y * 90 + x]);
                Assert.InRange(map.Confidence[y * 90 + x], 255 * (best >= .5f ? best : 1 - best) - 1, 255 * (best >= .5f ? best : 1 - best) + 1);
            }
        }
    }

    // A tile that is wrong near its seams, where it lacks context, is outvoted there by its neighbour.
    [Fact]
    public void Compose_HearsLittleOfATileNearItsSeams()
    {
        var grid = TileGrid.Of(96, 32, 64, 32);   // 0..64 and 32..96
        var map = new TiledMap(grid, i => new SplitTile(grid.TileSize, wrongFrom: i == 0 ? 56 : 0, wrongTo: i == 0 ? 64 : 8)).Compose(claim: 0, abstention: null);
        Assert.All(map.Labels, label => Assert.Equal(1, label));
    }

    [Fact]
    public void Compose_ReadsEveryTileOnce_InOrder_AndHoldsNoMoreRowsOfTilesThanOverlap()
    {
        var grid = TileGrid.Of(40, 400, 32, 8);
        var (read, held, most) = (new List<int>(), 0, 0);
        new TiledMap(grid, i =>
        {
            read.Add(i);
            most = Math.Max(most, ++held);
            return new PlaceTile(0, 0, grid.TileSize) { Disposed = () => held-- };
        }).Compose(claim: 0, abstention: null);
        Assert.Equal(Enumerable.Range(0, grid.Count), read);
        Assert.Equal(2 * 2, most);
    }

    [Fact]
    public void Compose_LeavesNoTensorBehind()
    {
        var grid = TileGrid.Of(60, 60, 32, 8);
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope()) new TiledMap(grid, _ => new ProposalTile(randn(1, 4, 8, 8), rand(4, 100), rand(100) / 10, null, grid.TileSize)).Compose(claim: .3, abstention: null);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    // The candidates among a hundred classes must not change what wins: the same tiles with every class computed.
    [Fact]
    public void Compose_OfManyClasses_IsThatOfEveryClass()
    {
        var grid = TileGrid.Of(70, 50, 32, 10);
        manual_seed(5);
        var tiles = Enumerable.Range(0, grid.Count).Select(_ => (Masks: randn(1, 4, 8, 8), Scores: rand(4, 100) / 4)).ToArray();
        var map = new TiledMap(grid, i => new ProposalTile(tiles[i].Masks.clone(), tiles[i].Scores.clone(), null, null, grid.TileSize)).Compose(claim: 0, abstention: null);
        var every = new TiledMap(grid, i => new EveryClass(new(tiles[i].Masks.clone(), tiles[i].Scores.clone(), null, null, grid.TileSize))).Compose(claim: 0, abstention: null);
        Assert.Equal(every.Labels, map.Labels);
    }

    private sealed class PlaceTile(int left, int top, InputSize size) : TileScores
    {
        public Action? Disposed { get; init; }

        public override int Classes => 3;

        public static float[] ScoresAt(int x, int y) => [.. new[] { Math.Sin(x / 9.0), Math.Cos(y / 7.0), Math.Sin((x + y) / 11.0) }.Select(value => (float)(value + 1) / 2)];

        public override Tensor Rows(int first, int count, Tensor? candidates)
        {
            var values = new float[3 * count * size.Width];
            for (int y = 0; y < count; y++)
            {
                for (int x = 0; x < size.Width; x++)
                {
                    var scores = ScoresAt(left + x, top + first + y);
                    for (int c = 0; c < 3; c++) values[(c * count + y) * size.Width + x] = scores[c];
                }
            }

            return tensor(values, [3, count, size.Width]);
        }

        public override void Dispose() => Disposed?.Invoke();
    }

    private sealed class SplitTile(InputSize size, int wrongFrom, int wrongTo) : TileScores
    {
        public override int Classes => 2;

        public override Tensor Rows(int first, int count, Tensor? candidates)
        {
            var right = ones(count, size.Width);
            right.narrow(1, wrongFrom, wrongTo - wrongFrom).zero_();
            return stack([1 - right, right]);
        }

        public override void Dispose()
        {
        }
    }

    private sealed class EveryClass(ProposalTile tile) : TileScores
    {
        public override int Classes => tile.Classes;

        public override Tensor Rows(int top, int count, Tensor? candidates) => tile.Rows(top, count, null);

        public override void Dispose() => tile.Dispose();
    }
}
