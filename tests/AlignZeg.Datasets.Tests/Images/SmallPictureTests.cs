using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.Tests.Images;

public sealed class SmallPictureTests
{
    [Theory]
    [InlineData(100, 90, 200, 1)]
    [InlineData(1_000, 900, 256, 1)]
    [InlineData(900, 1_024, 256, 2)]
    [InlineData(8_000, 6_000, 256, 8)]
    [InlineData(100_000, 50_000, 10, 8)]
    [InlineData(3, 8_000, 128, 2)]
    public void JpegShrink_LeavesTwiceTheSize_AndEverySide(int width, int height, int longest, int expected) => Assert.Equal(expected, SmallPicture.JpegShrink(width, height, longest));

    [Theory]
    [InlineData("upright_reference.png")]
    [InlineData("orientation_1.jpg")]
    [InlineData("orientation_6.jpg")]
    [InlineData("lossless.webp")]
    [InlineData("plain.bmp")]
    public void DecodeSmall_IsThePicture_MadeSmaller_Upright(string file)
    {
        var decoder = new ImageDecoder();
        byte[] bytes = Fixtures.Bytes("exif", file);
        var (whole, small) = (decoder.Decode(bytes, file), decoder.DecodeSmall(bytes, file, 16));
        Assert.Equal((16, 16 * whole.Height / whole.Width), (small.Width, small.Height));
        int factor = whole.Width / 16;
        double difference = 0;
        for (int y = 0; y < small.Height; y++)
            for (int x = 0; x < small.Width; x++) difference += Math.Abs(Mean(whole, x * factor, y * factor, factor) - small.Pixels[3 * (y * small.Width + x)]);
        Assert.InRange(difference / (small.Width * small.Height), 0, 8);
    }

    [Fact]
    public void DecodeSmall_NeverMakesLarger() => Assert.Equal(64, new ImageDecoder().DecodeSmall(Fixtures.Bytes("exif", "orientation_6.jpg"), "a", 500).Width);

    [Theory]
    [InlineData(4_000, 3)]
    [InlineData(3, 4_000)]
    public void DecodeSmall_KeepsAPixel_OfThinPictures(int width, int height)
    {
        var thin = ImageEncoder.EncodeJpeg(new(new byte[3 * width * height], width, height));
        var small = new ImageDecoder().DecodeSmall(thin, "thin", 128);
        Assert.Equal((Math.Min(width, 128) == 3 ? 1 : 128, Math.Min(height, 128) == 3 ? 1 : 128), (small.Width, small.Height));
    }

    [Fact]
    public void DecodeSmall_RefusesWhatDecodeRefuses()
    {
        Assert.Equal(ImageRefusalReasons.UnsupportedFormat, Assert.Throws<ImageRefusedException>(() => new ImageDecoder().DecodeSmall("no image"u8.ToArray(), "a", 16)).Reason);
        var limited = new ImageDecoder(new() { MaxPixels = 64 * 48 - 1, MaxPixelsInRows = 64 * 48 - 1 });
        Assert.Equal(ImageRefusalReasons.TooManyPixels, Assert.Throws<ImageRefusedException>(() => limited.DecodeSmall(Fixtures.Bytes("exif", "orientation_1.jpg"), "a", 16)).Reason);
        byte[] cut = Fixtures.Bytes("exif", "orientation_1.jpg")[..^200];
        Assert.Equal(ImageRefusalReasons.Truncated, Assert.Throws<ImageRefusedException>(() => new ImageDecoder().DecodeSmall(cut, "a", 16)).Reason);
    }

    // Of red, over a square.
    private static double Mean(RgbImage image, int left, int top, int side)
    {
        double sum = 0;
        for (int y = top; y < top + side; y++)
            for (int x = left; x < left + side; x++) sum += image.Pixels[3 * (y * image.Width + x)];
        return sum / (side * side);
    }
}
