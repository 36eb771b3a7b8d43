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

    // Rows come from top to bottom, whole, and are those of the result; who takes them is told when the picture is segmented again.
    [Fact]
    public void Of_GivesRowsToWhoeverTakesThem()
    {
        var grid = TileGrid.Of(90, 70, 32, 12);
        SegmenterInput Tile((int Left, int Top) corner) => new([(byte)corner.Left, (byte)corner.Top], grid.TileSize, grid.TileSize.Width, grid.TileSize.Height);
        TileScores Read(SegmenterInput tile) => new PlaceTile(tile.Rgb[0], tile.Rgb[1], grid.TileSize);
        var tiled = new TiledInput(grid, grid.Corners.Select(Tile));
        var whole = TiledMap.Of(tiled, Read, .5, null, TestContext.Current.CancellationToken);
        var rows = new KeptRows(90);
        for (int time = 0; time < 2; time++)
        {
            var rest = TiledMap.Of(tiled with { Rows = rows }, Read, .5, null, TestContext.Current.CancellationToken);
            Assert.Empty(rest.Labels);
            Assert.Equal(whole.Labels, rows.Labels);
            Assert.Equal(whole.Confidence, rows.Confidence);
            Assert.Equal(time + 1, rows.Begun);
        }
    }

    [Fact]
    public void Of_FewerTilesThanTheGridHas_IsAnError()
    {
        var grid = TileGrid.Of(90, 70, 32, 12);
        var tiled = new TiledInput(grid, Enumerable.Repeat(new SegmenterInput([], grid.TileSize, 32, 32), grid.Count - 1));
        Assert.Throws<InvalidOperationException>(() => TiledMap.Of(tiled, _ => new PlaceTile(0, 0, grid.TileSize), .5, null, TestContext.Current.CancellationToken));
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

    private sealed class KeptRows(int width) : ILabelRows
    {
        public List<ushort> Labels { get; } = [];

        public List<byte> Confidence { get; } = [];

        public int Begun { get; private set; }

        public void Begin()
        {
            Labels.Clear();
            Confidence.Clear();
            Begun++;
        }

        public void Add(ReadOnlySpan<ushort> labels, ReadOnlySpan<byte> confidence)
        {
            Assert.Equal(0, labels.Length % width);
            Assert.Equal(labels.Length, confidence.Length);
            Labels.AddRange(labels);
            Confidence.AddRange(confidence);
        }
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
