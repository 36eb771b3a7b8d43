using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.Tests.Images;

public sealed class ImageEncoderTests
{
    private static readonly RgbImage Picture = new ImageDecoder().Decode(Fixtures.Bytes("exif", "upright_reference.png"), "reference");

    [Fact]
    public void EncodePng_KeepsEveryPixel() => Assert.Equal(Picture.Pixels, new ImageDecoder().Decode(ImageEncoder.EncodePng(Picture), "again").Pixels);

    [Fact]
    public void EncodeJpeg_StaysNear()
    {
        var again = new ImageDecoder().Decode(ImageEncoder.EncodeJpeg(Picture, 95), "again");
        Assert.InRange(again.Pixels.Zip(Picture.Pixels, (a, b) => Math.Abs(a - b)).Average(), 0, 2);
    }

    [Fact]
    public void Encode_GivesTheSameBytesTwice()
    {
        Assert.Equal(ImageEncoder.EncodePng(Picture), ImageEncoder.EncodePng(Picture));
        Assert.Equal(ImageEncoder.EncodeJpeg(Picture), ImageEncoder.EncodeJpeg(Picture));
    }

    [Fact]
    public void EncodeJpeg_RefusesQualitiesOutOfRange() => Assert.Throws<ArgumentOutOfRangeException>(() => ImageEncoder.EncodeJpeg(Picture, 0));
}
