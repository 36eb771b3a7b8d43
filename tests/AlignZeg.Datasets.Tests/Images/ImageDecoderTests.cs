using System.ComponentModel.DataAnnotations;
using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.Tests.Images;

public sealed class ImageDecoderTests
{
    [Fact]
    public void Decode_RoundsSixteenBits()
    {
        var image = new ImageDecoder().Decode(Fixtures.Bytes("exif", "gray16.png"), "gray16.png");
        for (var y = 0; y < image.Height; y++)
            for (var x = 0; x < image.Width; x++)
                Assert.Equal((byte)Math.Round((1000 * x + 17 * y) / 257.0), image.Pixels[3 * (y * image.Width + x)]);
    }

    [Fact]
    public void Decode_TurnsEveryOrientationIntoTheSamePicture()
    {
        var upright = new ImageDecoder().Decode(Fixtures.Bytes("exif", "upright_reference.png"), "reference");
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var image = new ImageDecoder().Decode(Fixtures.Bytes("exif", $"orientation_{orientation}.jpg"), "turned");
            var difference = image.Pixels.Zip(upright.Pixels, (a, b) => Math.Abs(a - b)).Average();
            Assert.InRange(difference, 0, 4);
        }
    }

    [Fact]
    public void Decode_RefusesByLength()
    {
        var decoder = new ImageDecoder(new ImageDecodingOptions { MaxBytes = 100 });
        var refusal = Assert.Throws<ImageRefusedException>(() => decoder.Decode(Fixtures.Bytes("exif", "orientation_1.jpg"), "big.jpg"));
        Assert.Equal(ImageRefusalReasons.TooManyBytes, refusal.Reason);
        Assert.Contains("832 bytes, the limit is 100", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("upright_reference.png")]
    [InlineData("orientation_6.jpg")]
    [InlineData("animated.gif")]
    [InlineData("lossless.webp")]
    [InlineData("lossy.webp")]
    [InlineData("plain.bmp")]
    public void Decode_RefusesByPixels_InEveryFormat(string file)
    {
        var bytes = Fixtures.Bytes("exif", file);
        var refusal = Assert.Throws<ImageRefusedException>(() => new ImageDecoder(new ImageDecodingOptions { MaxPixels = 64 * 48 - 1 }).Decode(bytes, file));
        Assert.Equal(ImageRefusalReasons.TooManyPixels, refusal.Reason);
        Assert.Equal(64, new ImageDecoder(new ImageDecodingOptions { MaxPixels = 64 * 48 }).Decode(bytes, file).Width);
    }

    [Theory]
    [InlineData("bomb_60000x60000.png")]
    [InlineData("bomb_65500x65500.jpg")]
    [InlineData("bomb_valid_20000x20000_1bit.png")]
    public void Decode_RefusesBombs_BeforeItAllocates(string file)
    {
        var bytes = Fixtures.Bytes("exif", file);
        var decoder = new ImageDecoder();
        var managed = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ImageRefusedException>(() => decoder.Decode(bytes, file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - managed, 0, 1 << 20);
        Assert.InRange(NetVips.Stats.MemHighwater, 0UL, 64UL << 20);
    }

    [Fact]
    public void Decode_GivesTheSameOnManyThreads()
    {
        var files = Directory.GetFiles(Fixtures.PathOf("exif"));
        var alone = files.Select(Outcome).ToArray();
        var together = new string[files.Length * 8];
        Parallel.For(0, together.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => together[i] = Outcome(files[i % files.Length]));
        for (var i = 0; i < together.Length; i++) Assert.Equal(alone[i % files.Length], together[i]);
    }

    [Fact]
    public void Decode_RefusesOrReadsDamagedFiles_ButNeverFailsOtherwise()
    {
        var random = new Random(7);
        foreach (var file in Directory.GetFiles(Fixtures.PathOf("exif")).Where(f => new FileInfo(f).Length is > 0 and < 2000).Order(StringComparer.Ordinal))
            for (var i = 0; i < 40; i++)
            {
                var bytes = File.ReadAllBytes(file);
                if (i % 2 == 0) bytes = bytes[..random.Next(bytes.Length)];
                else for (var n = 0; n < 3; n++) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                _ = Outcome(bytes, file);       // anything but a picture or a refusal escapes
            }
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ValidationException>(() => new ImageDecoder(new ImageDecodingOptions { MaxPixels = 0 }));
        Assert.Throws<ValidationException>(() => new ImageDecoder(new ImageDecodingOptions { MaxBytes = -1 }));
    }

    private static string Outcome(string file) => Outcome(File.ReadAllBytes(file), file);

    private static string Outcome(byte[] bytes, string name)
    {
        try
        {
            return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(new ImageDecoder(new ImageDecodingOptions { MaxPixels = 1_000_000 }).Decode(bytes, name).Pixels));
        }
        catch (ImageRefusedException refusal)
        {
            return $"{refusal.Reason}: {refusal.Message}";
        }
    }
}
