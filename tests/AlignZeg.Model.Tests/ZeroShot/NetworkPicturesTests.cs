using AlignZeg.Cli.Benchmarks.ZeroShot;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.ZeroShot;

public sealed class NetworkPicturesTests
{
    [Fact]
    public void Changed_PutsTheLargestGainOfUnseenPixelsFirst_AndTheLargestLossLast()
    {
        ushort[][] truth = [[1, 2, 2], [2, 2, 1], [2, 1, 1], [1, 1, 1]];
        ushort[][] first = [[1, 1, 1], [2, 2, 1], [1, 1, 1], [2, 2, 2]], second = [[2, 2, 2], [1, 1, 1], [2, 1, 1], [1, 1, 1]];

        Assert.Equal([0, 1], NetworkPictures.Changed(truth, first, second, new HashSet<int> { 2 }, count: 1)); // seen pixels do not count
        Assert.Equal([0, 2, 3, 1], NetworkPictures.Changed(truth, first, second, new HashSet<int> { 2 }, count: 3));
    }

    [Fact]
    public void Draw_PutsAPictureAndItsMapsIntoALine()
    {
        var scenes = Enumerable.Range(0, 2).Select(i => new TrainingImage([.. Enumerable.Repeat((byte)(40 + 100 * i), 8 * 8 * 3)], 8, 8, [], [])).ToArray();
        ushort[] nothing = new ushort[64], all = [.. Enumerable.Repeat((ushort)3, 64)];

        var grid = NetworkPictures.Draw(scenes, [[nothing, all], [all, nothing]]);

        Assert.Equal((3 * 16 + 2 * 4, 2 * 16 + 4), (grid.Width, grid.Height));
        byte At(int x, int y) => grid.Pixels[3 * (y * grid.Width + x)];
        var colour = Palette.ColourOf(3);
        Assert.Equal((40, 140), (At(8, 8), At(8, 28)));                              // the pictures
        Assert.Equal((40, 140), (At(28, 8), At(48, 28)));                            // nothing said
        Assert.InRange(At(28, 28), Math.Min(140, (int)colour.R), Math.Max(140, (int)colour.R));
        Assert.NotEqual(140, At(28, 28));
        Assert.Equal(255, At(17, 8));                                                // between tiles
    }
}
