using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Tests.LabelMaps;

public sealed class PaletteTests
{
    [Fact]
    public void ColourOf_IsDistinct_ForEveryClassOfAnEightBitMap()
    {
        var colours = Enumerable.Range(0, 255).Select(Palette.ColourOf).ToHashSet();
        Assert.Equal(255, colours.Count);
        Assert.DoesNotContain(Palette.Ignore, colours);
    }

    [Fact]
    public void ColourOf_KeepsTheFirstClassesFarApart()
    {
        var colours = Enumerable.Range(0, 20).Select(Palette.ColourOf).ToArray();
        var nearest = (from a in colours from b in colours where a != b select Math.Abs(a.R - b.R) + Math.Abs(a.G - b.G) + Math.Abs(a.B - b.B)).Min();
        Assert.InRange(nearest, 40, 765);
    }

    [Fact]
    public void ColourOf_StaysAsItIs()
    {
        Assert.Equal(["#ff2626", "#2665ff", "#a5ff26"], Enumerable.Range(0, 3).Select(id => Palette.ColourOf(id).ToString()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Palette.ColourOf(-1));
    }
}
