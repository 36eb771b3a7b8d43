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

    [Theory]
    [InlineData(3, 5, 40, 30, 16, 12)]
    [InlineData(0, 0, 64, 48, 64, 48)]
    [InlineData(24, 18, 40, 30, 80, 33)]
    [InlineData(63, 47, 1, 1, 2, 3)]
    public void Resize_OfAPart_EqualsThatOfItsCopy(int left, int top, int width, int height, int newWidth, int newHeight)
    {
        var pixels = new byte[64 * 48 * 3];
        new Random(4).NextBytes(pixels);
        var copy = new byte[width * height * 3];
        for (int y = 0; y < height; y++) pixels.AsSpan(((top + y) * 64 + left) * 3, width * 3).CopyTo(copy.AsSpan(y * width * 3));
        var resized = BicubicResize.Resize(new RgbImage(pixels, 64, 48), new PixelBox(left, top, width, height), newWidth, newHeight);
        Assert.Equal(BicubicResize.Resize(new RgbImage(copy, width, height), newWidth, newHeight).Pixels, resized.Pixels);
        Assert.Throws<ArgumentOutOfRangeException>(() => BicubicResize.Resize(new RgbImage(pixels, 64, 48), new PixelBox(left, top, 65 - left, height), 8, 8));
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
