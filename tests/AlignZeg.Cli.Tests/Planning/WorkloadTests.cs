using AlignZeg.Cli.Planning;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Model.Inference.Tiles;

namespace AlignZeg.Cli.Tests.Planning;

public sealed class WorkloadTests
{
    private static readonly ScannedImage[] Found =
    [
        new(1, new(100, 50), null, Repeats: false),
        new(1, new(1_000, 50), null, Repeats: false),
        new(1, new(1_000, 50), null, Repeats: true),
        new(1, null, "damaged", Repeats: false),
    ];

    [Fact]
    public void ATile_CountsAsAnImageOfItsSize() => // 5 of 250 x 50, which share 62 and a half
        Assert.Equal(new(1 + 5, 100 * 50 + 5 * 250 * 50, 1, 5), Workload.Of(Found, new TileRule(250, 250, 50)));

    [Fact]
    public void WithoutTiles_EveryDistinctImage_CountsOnce() => Assert.Equal(new(2, 100 * 50 + 1_000 * 50, 0, 0), Workload.Of(Found, rule: null));
}
