using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.Tests.Images;

public sealed class SquareCropTests
{
    private static readonly SafetensorsFile Sources = new(Fixtures.Bytes("resize", "pil_u8.safetensors")), Golden = new(Fixtures.Bytes("resize", "openai_crop64.safetensors"));

    public static TheoryData<string> Keys => [.. Golden.Keys];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Of_EqualsOpenAisPreprocessing(string key)
    {
        var (pixels, width, height) = Sources.Picture(key[..key.IndexOf('/', StringComparison.Ordinal)] + "/rgb_u8");
        Assert.Equal(Golden.Picture(key).Pixels, SquareCrop.Of(new RgbImage(pixels, width, height), 64, 64).Pixels);
    }

    [Fact]
    public void Of_CutsTheMiddleOutOfALargerResize()
    {
        var pixels = Enumerable.Range(0, 3 * 6 * 4).Select(i => (byte)(i / 3)).ToArray(); // 6 wide, 4 high, the pixel's number in each channel
        Assert.Equal([8, 9, 14, 15], SquareCrop.Of(new RgbImage(pixels, 6, 4), 4, 2).Pixels.Where((_, i) => i % 3 == 0));
    }

    [Fact]
    public void Of_RefusesASquareLargerThanTheShortSide() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SquareCrop.Of(new RgbImage(new byte[12], 2, 2), 4, 5));
}
