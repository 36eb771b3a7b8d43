using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Metrics;

namespace AlignZeg.Datasets.Tests.LabelMaps;

/// <summary>Maps that are compared without being anywhere whole.</summary>
public sealed class LabelMapStripesTests
{
    private const int Classes = 5;

    // The last stripe of the second is smaller, the row of the third is a stripe of its own.
    [Theory]
    [InlineData(30, 20)]
    [InlineData(1_000, 2_500)]
    [InlineData(1_100_000, 3)]
    public void Stripes_OfAFile_AreThoseOfTheMapInMemory_AndTheWholeIsThere(int width, int height)
    {
        var (map, png) = Map(width, height, seed: 1);
        using var file = LabelMapStripes.Open(png, "a");
        Assert.Equal(new ImageSize(width, height), file.Size);
        var stripes = file.Read().ToArray();
        Assert.Equal(LabelMapStripes.Of(map).Read().Select(stripe => (stripe.Width, stripe.Height)), stripes.Select(stripe => (stripe.Width, stripe.Height)));
        Assert.True(map.Ids.AsSpan().SequenceEqual(stripes.SelectMany(stripe => stripe.Ids).ToArray()));
        Assert.All(stripes, stripe => Assert.True(stripe.Height == 1 || stripe.Ids.Length <= 1 << 20));
        using var again = LabelMapStripes.Open(png, "a");
        Assert.True(map.Ids.AsSpan().SequenceEqual(again.ReadWhole().Ids));
    }

    [Fact]
    public void Confusion_OfStripes_IsThatOfTheMaps()
    {
        var ((prediction, png), (truth, truthPng)) = (Map(1_000, 2_500, seed: 2), Map(1_000, 2_500, seed: 3));
        var (whole, stripes) = (new ConfusionMatrix(Classes), new ConfusionMatrix(Classes));
        whole.Add(prediction, new(Array.ConvertAll(truth.Ids, Other), truth.Width, truth.Height));
        using var first = LabelMapStripes.Open(png, "a");
        using var second = LabelMapStripes.Open(truthPng, "b");
        stripes.Add(first, second, map => new(Array.ConvertAll(map.Ids, Other), map.Width, map.Height));
        Assert.Equal(whole.Cells, stripes.Cells);

        static ushort Other(ushort id) => (ushort)((id + 1) % Classes);
    }

    [Fact]
    public void Confusion_OfMapsOfTwoSizes_IsRefused()
    {
        using var first = LabelMapStripes.Of(Map(4, 6, seed: 2).Map);
        using var second = LabelMapStripes.Of(Map(6, 4, seed: 2).Map);
        var refusal = Assert.Throws<TruthMismatchException>(() => new ConfusionMatrix(Classes).Add(first, second));
        Assert.Contains("6x4 pixels and the image 4x6", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfAFileThatEnds_SaysSoWhereItEnds()
    {
        var png = Map(1_000, 2_500, seed: 4).Png;
        Assert.Throws<ImageRefusedException>(() => LabelMapStripes.Open(png[..(png.Length / 2)], "half"));
    }

    private static (LabelMap Map, byte[] Png) Map(int width, int height, int seed)
    {
        var random = new Random(seed);
        var ids = new ushort[width * height];
        for (var at = 0; at < ids.Length;)
            for (var (end, id) = (Math.Min(ids.Length, at + random.Next(1, 400)), (ushort)random.Next(Classes)); at < end; at++) ids[at] = id;
        var map = new LabelMap(ids, width, height);
        return (map, LabelMapPng.Encode(map, Classes));
    }
}
