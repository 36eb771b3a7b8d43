using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.Tests.Images;

public sealed class RowwiseResizeTests
{
    [Theory]
    [InlineData(64, 48, 16, 12)]
    [InlineData(64, 48, 64, 48)]
    [InlineData(40, 30, 80, 33)]
    [InlineData(1, 7, 3, 2)]
    public void Complete_IsTheResizeOfTheWhole(int width, int height, int newWidth, int newHeight)
    {
        var pixels = new byte[3 * width * height];
        new Random(4).NextBytes(pixels);
        using var resize = new RowwiseResize(width, height, newWidth, newHeight);
        Assert.Throws<InvalidOperationException>(() => resize.Complete());
        for (int y = 0; y < height; y++) resize.Add(pixels.AsSpan(3 * y * width, 3 * width));
        Assert.True(resize.IsWhole);
        Assert.Throws<ArgumentException>(() => resize.Add(pixels.AsSpan(0, 3 * width)));
        Assert.Equal(BicubicResize.Resize(new(pixels, width, height), newWidth, newHeight).Pixels, resize.Complete().Pixels);
    }

    [Fact]
    public void Add_RefusesARowOfAnotherLength()
    {
        using var resize = new RowwiseResize(4, 4, 2, 2);
        Assert.Throws<ArgumentException>(() => resize.Add(new byte[9]));
    }
}
