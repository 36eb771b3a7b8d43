using AlignZeg.Datasets.Images;
using NetVips;

namespace AlignZeg.Datasets.Tests.Images;

/// <summary>Variants that the goldens do not hold, written with libvips.</summary>
public sealed class ImageFormatTests
{
    private static readonly byte[] Corners = [250, 0, 0, 0, 250, 0, 0, 0, 250, 250, 250, 0, 0, 250, 250, 250, 0, 250];      // 3x2

    [Fact]
    public void Decode_ReadsTiff()
    {
        using var image = Rgb();
        Assert.Equal(Corners, Decode(image.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw)).Pixels);
        Assert.Equal(Corners, Decode(image.TiffsaveBuffer(bigtiff: true)).Pixels);
    }

    [Fact]
    public void Decode_ReadsSixteenBitTiff()
    {
        using var image = NetVips.Image.NewFromMemory(new ushort[] { 0, 257, 65535 }, 1, 1, 3, Enums.BandFormat.Ushort);
        using var colour = image.Copy(interpretation: Enums.Interpretation.Rgb16);
        Assert.Equal([0, 1, 255], Decode(colour.TiffsaveBuffer()).Pixels);
    }

    [Fact]
    public void Decode_ReadsCmykTiff()
    {
        using var image = NetVips.Image.NewFromMemory(new byte[] { 255, 0, 0, 0, 0, 0, 0, 255, 0, 55, 255, 127 }, 3, 1, 4, Enums.BandFormat.Uchar);
        using var ink = image.Copy(interpretation: Enums.Interpretation.Cmyk);
        Assert.Equal([0, 255, 255, 0, 0, 0, 128, 100, 0], Decode(ink.TiffsaveBuffer()).Pixels);
    }

    [Fact]
    public void Decode_RefusesNumbersThatAreNoColours()
    {
        using var image = Rgb();
        using var measured = image.Cast(Enums.BandFormat.Float);
        var refusal = Assert.Throws<ImageRefusedException>(() => Decode(measured.TiffsaveBuffer()));
        Assert.Equal(ImageRefusalReasons.UnsupportedFormat, refusal.Reason);
        Assert.Contains("3 bands of type float", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_RefusesVectorGraphics() =>
        Assert.Equal(ImageRefusalReasons.UnsupportedFormat, Assert.Throws<ImageRefusedException>(() => Decode("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray())).Reason);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Decode_TurnsAsLibvipsDoes_InEveryFormatWithATag(int orientation)
    {
        using var plain = Rgb();
        using var tagged = plain.Mutate(m => m.Set(GValue.GIntType, "orientation", orientation));
        using var turned = tagged.Autorot();
        var expected = turned.WriteToMemory<byte>();
        byte[][] files = [tagged.TiffsaveBuffer(), tagged.PngsaveBuffer(), tagged.WebpsaveBuffer(lossless: true)];
        foreach (var file in files)
        {
            var image = Decode(file);
            Assert.Equal((turned.Width, turned.Height), (image.Width, image.Height));
            Assert.Equal(expected, image.Pixels);
        }
    }

    private static RgbImage Decode(byte[] bytes) => new ImageDecoder().Decode(bytes, "variant");

    private static NetVips.Image Rgb()
    {
        Vips.EnsureReady();
        using var raw = NetVips.Image.NewFromMemory(Corners, 3, 2, 3, Enums.BandFormat.Uchar);
        return raw.Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
