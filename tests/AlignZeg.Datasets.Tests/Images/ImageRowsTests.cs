using AlignZeg.Datasets.Images;
using NetVips;

namespace AlignZeg.Datasets.Tests.Images;

public sealed class ImageRowsTests
{
    [Theory]
    [InlineData("upright_reference.png")]
    [InlineData("gray16.png")]
    [InlineData("orientation_1.jpg")]
    [InlineData("orientation_6.jpg")]
    [InlineData("animated.gif")]
    [InlineData("lossless.webp")]
    [InlineData("plain.bmp")]
    public void Rows_AreThoseOfTheDecodedPicture(string file) => ExpectTheSame(Fixtures.Bytes("exif", file));

    [Theory]
    [InlineData(Enums.Interpretation.Srgb, 3, ".jpg")]
    [InlineData(Enums.Interpretation.Cmyk, 4, ".jpg")]
    [InlineData(Enums.Interpretation.Srgb, 4, ".png")]
    [InlineData(Enums.Interpretation.Srgb, 3, ".tif")]
    [InlineData(Enums.Interpretation.Bw, 1, ".tif[tile,tile_width=64,tile_height=64,compression=deflate]")]
    public void Rows_OfAHighPicture_AreThoseOfTheDecodedOne(Enums.Interpretation kind, int bands, string suffix) => ExpectTheSame(High(kind, bands, suffix));

    [Fact]
    public void OpenRows_HasALimitOfItsOwn()
    {
        var bytes = High(Enums.Interpretation.Srgb, 3, ".png"); // 300 x 9,000
        var decoder = new ImageDecoder(new() { MaxPixels = 1_000_000, MaxPixelsInRows = 2_700_000 });
        var whole = Assert.Throws<ImageRefusedException>(() => decoder.Decode(bytes, "a"));
        Assert.Equal(ImageRefusalReasons.TooManyPixels, whole.Reason);
        Assert.Contains("the limit is 1000000; have it read in tiles", whole.Message, StringComparison.Ordinal);
        Assert.Equal(ImageRefusalReasons.TooManyPixels, Assert.Throws<ImageRefusedException>(() => decoder.CheckHeader(bytes, "a")).Reason);
        Assert.Equal(new ImageSize(300, 9_000), decoder.CheckHeader(bytes, "a", inRows: true));
        using (var rows = decoder.OpenRows(bytes, "a")) Assert.Equal(9_000, rows.Height);
        Assert.Equal(100, decoder.DecodeSmall(bytes, "a", 100).Height);
        var smaller = new ImageDecoder(new() { MaxPixels = 1_000_000, MaxPixelsInRows = 2_699_999 });
        var refusal = Assert.Throws<ImageRefusedException>(() => smaller.OpenRows(bytes, "a"));
        Assert.Contains("the limit is 2699999; shrink it or raise MaxPixelsInRows", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ImageRefusedException>(() => smaller.CheckHeader(bytes, "a", inRows: true));
        Assert.Throws<ImageRefusedException>(() => smaller.DecodeSmall(bytes, "a", 100));
    }

    // A picture that has to be turned, or whose format gives no rows, is held whole: the limit of those holds.
    [Theory]
    [InlineData("orientation_6.jpg", "turn it upright in its file")]
    [InlineData("lossless.webp", "save it as JPEG, PNG or TIFF, which can be read in tiles")]
    [InlineData("plain.bmp", "save it as JPEG, PNG or TIFF, which can be read in tiles")]
    public void OpenRows_OfWhatIsHeldWhole_HasTheLimitOfThat_AndSaysWhatToDo(string file, string advice)
    {
        var decoder = new ImageDecoder(new() { MaxPixels = 64 * 48 - 1 });
        Assert.Equal(ImageRefusalReasons.TooManyPixels, Assert.Throws<ImageRefusedException>(() => decoder.OpenRows(Fixtures.Bytes("exif", file), file)).Reason);
        var refusal = Assert.Throws<ImageRefusedException>(() => decoder.CheckHeader(Fixtures.Bytes("exif", file), file, inRows: true));
        Assert.Equal(ImageRefusalReasons.TooManyPixels, refusal.Reason);
        Assert.Contains(advice, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    public void Next_OfAFileThatEnds_SaysSoWhereItEnds(string suffix)
    {
        var bytes = High(Enums.Interpretation.Srgb, 3, suffix);
        using var rows = new ImageDecoder().OpenRows(bytes[..(bytes.Length * 3 / 4)], "half");
        int read = 0;
        var refusal = Assert.Throws<ImageRefusedException>(() =>
        {
            for (; read < rows.Height; read++) rows.Next();
        });
        Assert.Equal(ImageRefusalReasons.Truncated, refusal.Reason);
        Assert.InRange(read, 1, 8_000);
    }

    [Fact]
    public void Next_AfterTheLastRow_IsAnError()
    {
        using var rows = new ImageDecoder().OpenRows(Fixtures.Bytes("exif", "plain.bmp"), "a");
        for (int y = 0; y < rows.Height; y++) rows.Next();
        Assert.Throws<InvalidOperationException>(() => rows.Next());
    }

    private static void ExpectTheSame(byte[] bytes)
    {
        var whole = new ImageDecoder().Decode(bytes, "whole");
        using var rows = new ImageDecoder().OpenRows(bytes, "rows");
        Assert.Equal((whole.Width, whole.Height), (rows.Width, rows.Height));
        for (int y = 0; y < whole.Height; y++) Assert.True(rows.Next().SequenceEqual(whole.Pixels.AsSpan(3 * y * whole.Width, 3 * whole.Width)), $"row {y}");
    }

    // Higher than what is read at a time.
    private static byte[] High(Enums.Interpretation kind, int bands, string suffix)
    {
        using var noise = Image.Gaussnoise(300, 9_000, sigma: 60, mean: 120, seed: 3);
        using var one = noise.Cast(Enums.BandFormat.Uchar);
        Image[] others = [.. Enumerable.Range(1, bands - 1).Select(i => one.Rot180())];
        using var all = bands == 1 ? one.Copy(interpretation: kind) : one.Bandjoin(others).Copy(interpretation: kind);
        foreach (var other in others) other.Dispose();
        return all.WriteToBuffer(suffix);
    }
}
