using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Inference;
using AlignZeg.Model.Inference.Tiles;

namespace AlignZeg.Model.Tests.Inference.Tiles;

/// <summary>The shipped model on scenes that it can read both whole and in tiles, at the same scale.</summary>
public sealed class TileAgreementTests(ITestOutputHelper output) : IDisposable
{
    private const int Scenes = 6;
    private readonly Segmenter _segmenter = Segmenter.Load(Fixtures.PathInProject("src", "AlignZeg.Cli", "models", "tiny"));

    public void Dispose() => _segmenter.Dispose();

    // Scenes that the model reads well: one object where the model has seen 3 to 5, so that its 16 queries are enough for the whole picture.
    [Theory]
    [InlineData(640, 256, 384, 192)]
    [InlineData(384, 256, 320, 160)]
    public void Tiles_AgreeWithTheWhole_OnMoreThan99PercentOfPixels(int width, int height, int size, int overlap)
    {
        var figures = Measure(new() { FewestObjects = 1, MostObjects = 1 }, width, height, size, overlap);
        output.WriteLine($"{figures}");
        Assert.InRange(figures.Agreement, .99, 1);
    }

    // As many objects as there are queries: read whole, some get no mask. Tiles find them, and therefore differ.
    [Fact]
    public void Tiles_OfACrowdedScene_AreNearerTheTruthThanTheWhole()
    {
        var figures = Measure(new(), 640, 256, 256, 64);
        output.WriteLine($"{figures}");
        Assert.InRange(figures.Agreement, .88, .99);
        Assert.True(figures.Tiled > figures.Whole, $"{figures}");
    }

    /// <summary>Shares of pixels: alike in both, and right in each.</summary>
    private (double Agreement, double Whole, double Tiled) Measure(SceneStyle style, int width, int height, int size, int overlap)
    {
        var world = World.Create();
        var classifier = _segmenter.BuildClassifier(new([.. world.Materials.Select(material => (IReadOnlyList<string>)[material.Name])], []));
        var sampler = new SceneSampler(world, 20, style);
        var (same, whole, tiled) = (0L, 0L, 0L);
        for (int i = 0; i < Scenes; i++)
        {
            var scene = sampler.Draw(i, width, height);
            var results = _segmenter.Segment([Whole(scene.Image), Tiled(scene.Image, TileGrid.Of(width, height, size, overlap))], classifier);
            same += Alike(results[0].Labels, results[1].Labels);
            ushort[] truth = [.. scene.Truth.Ids.Select(id => (ushort)(id - 1))]; // background is unclaimed
            (whole, tiled) = (whole + Alike(results[0].Labels, truth), tiled + Alike(results[1].Labels, truth));
        }

        double all = (double)Scenes * width * height;
        return (same / all, whole / all, tiled / all);
    }

    private static long Alike(ushort[] some, ushort[] others) => some.Zip(others).Count(pair => pair.First == pair.Second);

    private SegmenterInput Whole(RgbImage image)
    {
        var size = _segmenter.InputSizeFor(image.Width, image.Height);
        return new(BicubicResize.Resize(image, size.Width, size.Height).Pixels, size, image.Width, image.Height);
    }

    private SegmenterInput Tiled(RgbImage image, TileGrid grid)
    {
        var size = _segmenter.InputSizeFor(grid.TileSize.Width, grid.TileSize.Height);
        var tiles = grid.Corners.Select(corner => new SegmenterInput(
            BicubicResize.Resize(image, new(corner.Left, corner.Top, grid.TileSize.Width, grid.TileSize.Height), size.Width, size.Height).Pixels, size, grid.TileSize.Width, grid.TileSize.Height));
        return new([], size, image.Width, image.Height) { Tiled = new(grid, [.. tiles]) };
    }
}
