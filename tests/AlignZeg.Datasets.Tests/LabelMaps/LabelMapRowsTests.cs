using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Tests.LabelMaps;

/// <summary>Label maps that are nowhere whole: written, counted and made smaller while their rows come.</summary>
public sealed class LabelMapRowsTests
{
    [Theory]
    [InlineData(7, 1)]
    [InlineData(7, 5)]
    [InlineData(300, 13)]
    public void Writer_WritesWhatEncodeWrites_HoweverManyRowsComeAtOnce(int classes, int atOnce)
    {
        var map = Map(37, 29, classes, ignored: true);
        Assert.Equal(LabelMapPng.Encode(map, classes), Written(map, classes, atOnce));
    }

    [Fact]
    public void Writer_OfAMapWithoutIgnoredPixels_HasTheSameIds()
    {
        var map = Map(37, 29, 7, ignored: false);
        Assert.Equal(map.Ids, LabelMapPng.Decode(Written(map, 7, 4), "written").Ids);
    }

    [Fact]
    public void Writer_RefusesAnIdThatIsNoClass_AndSaysWhere()
    {
        using var file = new MemoryStream();
        using var writer = new LabelMapWriter(file, 3, 2, Colours(4));
        writer.Add([0, 1, 2]);
        var refusal = Assert.Throws<ArgumentException>(() => writer.Add([3, 4, 0]));
        Assert.Contains("Id 4 at x=1, y=1", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => writer.Complete());
    }

    [Fact]
    public void GreyWriter_WritesWhatEncodeGreyWrites()
    {
        var levels = new byte[50 * 40];
        new Random(2).NextBytes(levels);
        using var file = new MemoryStream();
        using (var writer = new GreyWriter(file, 50, 40))
        {
            for (int y = 0; y < 40; y += 8) writer.Add(levels.AsSpan(50 * y, 50 * 8));
            writer.Complete();
        }

        Assert.Equal(LabelMapPng.EncodeGrey(levels, 50, 40), file.ToArray());
    }

    [Theory]
    [InlineData(10, 7)]
    [InlineData(37, 29)]
    [InlineData(1, 1)]
    [InlineData(80, 60)]
    public void DecodeSmall_TakesTheIdUnderTheMiddleOfEachSmallPixel(int width, int height)
    {
        var map = Map(37, 29, 300, ignored: true);
        var small = LabelMapPng.DecodeSmall(LabelMapPng.Encode(map, 300), "map", new(width, height));
        Assert.Equal((width, height), (small.Width, small.Height));
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                Assert.Equal(map.Ids[(int)((y + .5) * 29 / height) * 37 + (int)((x + .5) * 37 / width)], small.Ids[y * width + x]);
    }

    [Fact]
    public void Tally_InParts_IsThatOfTheWhole()
    {
        var map = Map(37, 29, 7, ignored: true);
        var confidence = new byte[map.Ids.Length];
        new Random(2).NextBytes(confidence);
        var tally = new LabelTally(7);
        for (int at = 0; at < map.Ids.Length; at += 37) tally.Add(map.Ids.AsSpan(at, 37), confidence.AsSpan(at, 37));
        Assert.Equivalent(LabelStatistics.Of(map, confidence, 7), tally.ToStatistics(), strict: true);
        Assert.Throws<ArgumentException>(() => tally.Add(map.Ids, confidence.AsSpan(1)));
    }

    private static byte[] Written(LabelMap map, int classes, int atOnce)
    {
        using var file = new MemoryStream();
        using (var writer = new LabelMapWriter(file, map.Width, map.Height, Colours(classes)))
        {
            for (int y = 0; y < map.Height; y += atOnce) writer.Add(map.Ids.AsSpan(y * map.Width, Math.Min(atOnce, map.Height - y) * map.Width));
            writer.Complete();
        }

        return file.ToArray();
    }

    private static Rgb[] Colours(int classes) => [.. Enumerable.Range(0, classes).Select(Palette.ColourOf)];

    private static LabelMap Map(int width, int height, int classes, bool ignored)
    {
        var random = new Random(9);
        return new([.. Enumerable.Range(0, width * height).Select(_ => ignored && random.Next(9) == 0 ? LabelMap.IgnoreFor(classes) : (ushort)random.Next(classes))], width, height);
    }
}
