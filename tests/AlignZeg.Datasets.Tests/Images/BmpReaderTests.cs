using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.Tests.Images;

public sealed class BmpReaderTests
{
    private static readonly byte[] RedAndBlue = [0, 0, 255, 0, 255, 0, 0, 0];

    [Theory]
    [InlineData(1, new byte[] { 0b0100_0000, 0, 0, 0 })]
    [InlineData(4, new byte[] { 0x01, 0, 0, 0 })]
    [InlineData(8, new byte[] { 0, 1, 0, 0 })]
    public void Decode_ReadsPalettes(int bits, byte[] line)
    {
        var image = Decode(BmpFile.Make(2, 1, bits, RedAndBlue, line));
        Assert.Equal([255, 0, 0, 0, 0, 255], image.Pixels);
    }

    [Fact]
    public void Decode_ReadsThirtyTwoBits_TopLineFirst()
    {
        var image = Decode(BmpFile.Make(1, -2, 32, [], [1, 2, 3, 99, 4, 5, 6, 99]));
        Assert.Equal([3, 2, 1, 6, 5, 4], image.Pixels);
    }

    [Fact]
    public void Decode_RefusesIndicesOutsideThePalette() => AssertRefused(ImageRefusalReasons.Unreadable, BmpFile.Make(1, 1, 8, RedAndBlue, [2, 0, 0, 0]));

    [Fact]
    public void Decode_RefusesRunLengths() => AssertRefused(ImageRefusalReasons.UnsupportedFormat, BmpFile.Make(1, 1, 8, RedAndBlue, [1, 0, 0, 1], compression: 1));

    [Fact]
    public void Decode_RefusesHugeHeaders() => AssertRefused(ImageRefusalReasons.TooManyPixels, BmpFile.Make(int.MaxValue, int.MinValue, 24, [], []));

    [Fact]
    public void Decode_RefusesMissingLines() => AssertRefused(ImageRefusalReasons.Truncated, BmpFile.Make(2, 2, 24, [], new byte[8]));

    private static RgbImage Decode(byte[] bytes) => new ImageDecoder().Decode(bytes, "a.bmp");

    private static void AssertRefused(string reason, byte[] bytes) => Assert.Equal(reason, Assert.Throws<ImageRefusedException>(() => Decode(bytes)).Reason);
}
