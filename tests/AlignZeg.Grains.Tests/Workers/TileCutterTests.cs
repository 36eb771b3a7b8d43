using AlignZeg.Abstractions.Models;
using AlignZeg.Datasets.Images;
using AlignZeg.Grains.Workers;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Inference.Tiles;
using Xunit;

namespace AlignZeg.Grains.Tests.Workers;

public sealed class TileCutterTests
{
    private static readonly InputSize Size = new(16, 12);

    [Theory]
    [InlineData(100, 90, 40, 10)]
    [InlineData(100, 90, 40, 20)]
    [InlineData(200, 30, 64, 0)]
    [InlineData(30, 200, 64, 32)]
    public void Tiles_AreThoseOfThePictureInMemory_AlsoWhenTheyAreReadAgain(int width, int height, int tile, int overlap)
    {
        var picture = Picture(width, height);
        var grid = TileGrid.Of(width, height, tile, overlap);
        var cutter = CutterOf(ImageEncoder.EncodePng(picture), grid);
        for (int time = 0; time < 2; time++)
        {
            var tiles = cutter.ToArray();
            Assert.Equal(grid.Count, tiles.Length);
            foreach (var (cut, corner) in tiles.Zip(grid.Corners))
            {
                Assert.Equal((grid.TileSize.Width, grid.TileSize.Height, Size), (cut.Width, cut.Height, cut.Size));
                Assert.Equal(BicubicResize.Resize(picture, new(corner.Left, corner.Top, grid.TileSize.Width, grid.TileSize.Height), Size.Width, Size.Height).Pixels, cut.Rgb);
            }
        }
    }

    [Fact]
    public void Tiles_OfAFileThatEnds_AreGivenUntilThere()
    {
        var png = ImageEncoder.EncodePng(Picture(400, 9_000));
        var grid = TileGrid.Of(400, 9_000, 256, 64);
        var read = new List<SegmenterInput>();
        var rejection = Assert.Throws<ImageRejectedException>(() => read.AddRange(CutterOf(png[..(png.Length * 3 / 4)], grid)));
        Assert.Equal("truncated", rejection.Reason);
        using var some = CutterOf(png[..(png.Length * 3 / 4)], grid).GetEnumerator();
        Assert.True(some.MoveNext());
    }

    private static TileCutter CutterOf(byte[] bytes, TileGrid grid) => new(() => new ImageDecoder().OpenRows(bytes, "picture"), grid, Size);

    private static RgbImage Picture(int width, int height)
    {
        var pixels = new byte[3 * width * height];
        new Random(4).NextBytes(pixels);
        return new(pixels, width, height);
    }
}
