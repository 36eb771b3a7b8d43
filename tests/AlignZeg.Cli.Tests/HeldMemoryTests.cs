using AlignZeg.Cli.Benchmarks;

namespace AlignZeg.Cli.Tests;

public sealed class HeldMemoryTests
{
    [Fact]
    public void PerImage_IsWhatFurtherImagesAdd() => Assert.Equal(40.5, HeldMemory.PerImage(2_000_000, 100, 2_000_000 + 900 * 81 / 2, 1000));

    [Fact]
    public void PerImage_SaysNothingOfFewImages() => Assert.Null(HeldMemory.PerImage(2_000_000, 50, 2_100_000, 500));
}
