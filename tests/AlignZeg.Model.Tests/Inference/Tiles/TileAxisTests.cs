using AlignZeg.Model.Inference.Tiles;

namespace AlignZeg.Model.Tests.Inference.Tiles;

public sealed class TileAxisTests
{
    public static TheoryData<int, int, int> Cuts()
    {
        var random = new Random(11);
        var cuts = new TheoryData<int, int, int> { { 1, 2, 0 }, { 10, 10, 5 }, { 11, 10, 5 }, { 100, 10, 0 }, { 99, 10, 5 }, { 12000, 4096, 1024 }, { 101, 7, 3 } };
        for (int i = 0; i < 60; i++)
        {
            int size = random.Next(2, 300);
            cuts.Add(random.Next(1, 3000), size, random.Next(0, size / 2 + 1));
        }

        return cuts;
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Of_CoversEveryPixel_WithWeightsThatSumToOne(int length, int size, int overlap)
    {
        var axis = TileAxis.Of(length, size, overlap);
        var sums = new double[length];
        for (int tile = 0; tile < axis.Starts.Count; tile++)
        {
            Assert.InRange(axis.Starts[tile], 0, length - axis.Size);
            foreach (var (i, weight) in axis.WeightsOf(tile).Index())
            {
                Assert.InRange(weight, 0f, 1f);
                sums[axis.Starts[tile] + i] += weight;
            }
        }

        Assert.All(sums, sum => Assert.Equal(1, sum, 1e-5));
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void Of_KeepsSizeAndOverlap_WithNoMoreTilesThanThatNeeds(int length, int size, int overlap)
    {
        var axis = TileAxis.Of(length, size, overlap);
        Assert.Equal(Math.Min(length, size), axis.Size);
        foreach (var (start, next) in axis.Starts.Zip(axis.Starts.Skip(1))) Assert.InRange(next - start, 1, size - overlap);
        Assert.Equal(Math.Max(1, (int)Math.Ceiling((length - overlap) / (double)(size - overlap))), axis.Starts.Count);
    }

    [Fact]
    public void Weights_FallTowardsSeams_AndNotTowardsThePicturesBorders()
    {
        var axis = TileAxis.Of(24, 16, 8);
        var (first, second) = (axis.WeightsOf(0), axis.WeightsOf(1));
        Assert.All(first[..8], weight => Assert.Equal(1, weight));
        Assert.All(second[8..], weight => Assert.Equal(1, weight));
        for (int i = 9; i < 16; i++) Assert.True(first[i] < first[i - 1] && second[i - 8] > second[i - 9]);
        Assert.InRange(first[15], 0, .02);
    }

    [Fact]
    public void NextChange_NamesEveryRowWhereOtherTilesBegin()
    {
        var axis = TileAxis.Of(24, 10, 3);   // 0..10, 7..17, 14..24
        var changes = new List<int>();
        for (int row = 0; row < 24; changes.Add(row)) row = axis.NextChange(row);
        Assert.Equal([7, 10, 14, 17, 24], changes);
    }

    [Theory]
    [InlineData(100, 100, null)]
    [InlineData(101, 40, 4)]
    [InlineData(40, 101, 4)]
    [InlineData(101, 100, 16)]
    public void GridOf_CutsOnlyWhatIsLonger(int width, int height, int? tiles) => Assert.Equal(tiles, new TileRule(100, 40, 15).GridOf(width, height)?.Count);

    [Fact]
    public void Of_RefusesAnOverlapOfMoreThanHalfATile() => Assert.Throws<ArgumentOutOfRangeException>(() => TileAxis.Of(100, 20, 11));
}
