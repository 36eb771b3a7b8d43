using AlignZeg.Datasets.Worlds;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>Which splits and scenes are drawn. The first draw is that of the reports, by which forms were picked; another one is of splits and scenes that nobody has looked at.</summary>
/// <param name="Number">From 1. Default: 1.</param>
internal sealed record BenchmarkDraw(int Number = 1)
{
    /// <summary>Whether figures may have names from before there were draws.</summary>
    public bool IsFirst => Number == 1;

    /// <summary>Seeds of training, calibration and test scenes: three worlds apart, and none that the shipped model was trained or measured on.</summary>
    public (long Training, long Calibration, long Test) SceneSeeds => (90_001 + 10 * (Number - 1), 90_002 + 10 * (Number - 1), 90_003 + 10 * (Number - 1));

    /// <summary>Seed of the i-th random split; fixed before any run.</summary>
    public long SplitSeed(int index) => 7_001 + 100 * (Number - 1) + index;

    /// <summary>Per class of the world whether the i-th random split has it among the seen ones.</summary>
    public IReadOnlyList<bool> SeenOf(int split) => World.Create().WithSplit(SplitSeed(split)).Seen;
}
