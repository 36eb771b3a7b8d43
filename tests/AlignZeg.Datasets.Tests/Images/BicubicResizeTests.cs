using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.Tests.Images;

public sealed class BicubicResizeTests
{
    private static readonly SafetensorsFile Golden = new(Fixtures.Bytes("resize", "pil_u8.safetensors"));

    public static TheoryData<string> Keys => [.. Golden.Keys.Where(k => k.EndsWith("/pil_u8", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Resize_EqualsPillow(string key)
    {
        var (pixels, width, height) = Golden.Picture(key[..key.IndexOf('/', StringComparison.Ordinal)] + "/rgb_u8");
        var expected = Golden.Picture(key);
        var resized = BicubicResize.Resize(new RgbImage(pixels, width, height), expected.Width, expected.Height);
        Assert.Equal(expected.Pixels, resized.Pixels);
    }

    [Fact]
    public void Resize_GivesTheSourceBack_WhenNothingChanges()
    {
        var image = Flat(5, 4, 1);
        Assert.Same(image, BicubicResize.Resize(image, 5, 4));
    }

    [Theory]
    [InlineData(1, 1, 9, 7)]
    [InlineData(640, 3, 1, 1)]
    [InlineData(33, 17, 33, 5)]
    [InlineData(33, 17, 4, 17)]
    public void Resize_KeepsAFlatPictureFlat(int width, int height, int newWidth, int newHeight)
    {
        var resized = BicubicResize.Resize(Flat(width, height, 200), newWidth, newHeight);
        Assert.Equal((newWidth, newHeight), (resized.Width, resized.Height));
        Assert.All(resized.Pixels, p => Assert.Equal(200, p));
    }

    [Fact]
    public void Resize_RefusesEmptySizes() => Assert.Throws<ArgumentOutOfRangeException>(() => BicubicResize.Resize(Flat(2, 2, 0), 0, 2));

    private static RgbImage Flat(int width, int height, byte level)
    {
        var pixels = new byte[3 * width * height];
        Array.Fill(pixels, level);
        return new RgbImage(pixels, width, height);
    }
}
