using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

public sealed class MosaicTests
{
    // Tile n is filled with the number n; wherever token n may look, the picture must hold n.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 3)]
    public void Of_LetsEveryTokenSeeItsOwnTileOnly(int down, int right)
    {
        using var scope = NewDisposeScope();
        var tiles = arange(8, dtype: ScalarType.Float32).view(8, 1, 1, 1).expand(8, 3, 16, 16).contiguous();
        var shifts = new Queue<int>([down, right]);
        var mosaic = Mosaic.Of(tiles, patch: 8, _ => shifts.Dequeue(), drop: 0);
        Assert.Equal([2, 3, 32, 32], mosaic.Images.shape);
        Assert.Equal([2, 1, 4, 16], mosaic.Bias.shape);
        for (int picture = 0; picture < 2; picture++)
        {
            for (int tile = 0; tile < 4; tile++) Assert.Equal(4, Enumerable.Range(0, 16).Count(patch => Shows(mosaic, picture, tile, patch)));
        }
    }

    [Fact]
    public void Of_HidesTheShareOfPatchesAskedFor()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var mosaic = Mosaic.Of(rand(400, 3, 16, 16), patch: 8, _ => 0, drop: .25);
        double visible = mosaic.Bias.eq(0).to(ScalarType.Float32).mean().item<float>();
        Assert.InRange(visible, .25 * .70, .25 * .80);
    }

    private static bool Shows(Mosaic mosaic, int picture, int tile, int patch)
    {
        if (mosaic.Bias[picture, 0, tile, patch].item<float>() != 0) return false;
        Assert.Equal(4 * picture + tile, mosaic.Images[picture, 0, patch / 4 * 8, patch % 4 * 8].item<float>());
        return true;
    }
}
