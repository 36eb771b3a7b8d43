using System.Text.Json;
using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.Tests.Images;

public sealed class ImageDecoderGoldenTests
{
    private static readonly JsonElement Expectations = JsonDocument.Parse(Fixtures.Bytes("exif", "expectations.json")).RootElement.GetProperty("files");

    public static TheoryData<string> Files => [.. Expectations.EnumerateArray().Select(e => e.GetProperty("file").GetString()!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Decode_DoesWhatTheGoldenExpects(string file)
    {
        var expected = Expectations.EnumerateArray().Single(e => e.GetProperty("file").GetString() == file);
        var bytes = Fixtures.Bytes("exif", file);
        if (expected.GetProperty("must").GetString() == "refuse")
        {
            var refusal = Assert.Throws<ImageRefusedException>(() => new ImageDecoder().Decode(bytes, file));
            Assert.Contains($"'{file}'", refusal.Message, StringComparison.Ordinal);
            return;
        }

        var image = new ImageDecoder().Decode(bytes, file);
        var size = expected.GetProperty("size_wh");
        Assert.Equal((size[0].GetInt32(), size[1].GetInt32()), (image.Width, image.Height));
        foreach (var sample in expected.GetProperty("samples").EnumerateArray()) AssertPixel(sample, image, expected.GetProperty("tolerance").GetInt32());
    }

    [Theory]
    [InlineData("truncated.jpg", ImageRefusalReasons.Truncated)]
    [InlineData("truncated.png", ImageRefusalReasons.Truncated)]
    [InlineData("truncated_header.jpg", ImageRefusalReasons.Truncated)]
    [InlineData("zero_byte.jpg", ImageRefusalReasons.Empty)]
    [InlineData("bomb_60000x60000.png", ImageRefusalReasons.TooManyPixels)]
    [InlineData("bomb_65500x65500.jpg", ImageRefusalReasons.TooManyPixels)]
    [InlineData("bomb_valid_20000x20000_1bit.png", ImageRefusalReasons.TooManyPixels)]
    [InlineData("text_named.jpg", ImageRefusalReasons.UnsupportedFormat)]
    public void Decode_SaysWhyItRefuses(string file, string reason)
    {
        var refusal = Assert.Throws<ImageRefusedException>(() => new ImageDecoder().Decode(Fixtures.Bytes("exif", file), file));
        Assert.Equal(reason, refusal.Reason);
    }

    private static void AssertPixel(JsonElement sample, RgbImage image, int tolerance)
    {
        var at = 3 * (sample.GetProperty("y").GetInt32() * image.Width + sample.GetProperty("x").GetInt32());
        for (var c = 0; c < 3; c++) Assert.InRange(Math.Abs(image.Pixels[at + c] - sample.GetProperty("rgb")[c].GetInt32()), 0, tolerance);
    }
}
