using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Tests.LabelMaps;

public sealed class OverlayRendererTests
{
    private static readonly RgbImage Grey = new([.. Enumerable.Repeat((byte)100, 3 * 25)], 5, 5);

    [Fact]
    public void Render_BlendsAreas_StrengthensBorders_AndLeavesIgnoredPixels()
    {
        var ids = new ushort[25];
        for (var i = 0; i < 25; i++) ids[i] = i % 5 == 4 ? LabelMap.Ignore8 : (ushort)2;
        var overlay = OverlayRenderer.Render(Grey, new LabelMap(ids, 5, 5), LabelMap.Ignore8);
        var colour = Palette.ColourOf(2);
        Assert.Equal((100 + colour.G + 1) / 2, overlay.Pixels[3 * 11 + 1]);
        Assert.InRange(overlay.Pixels[3 * 13 + 1], (100 + colour.G) / 2 + 20, (int)colour.G);
        Assert.Equal(100, overlay.Pixels[3 * 14 + 1]);
    }

    [Fact]
    public void Render_LeavesThePhotographUntouched()
    {
        _ = OverlayRenderer.Render(Grey, new LabelMap(new ushort[25], 5, 5), LabelMap.Ignore8, opacity: 1);
        Assert.All(Grey.Pixels, p => Assert.Equal(100, p));
    }

    [Fact]
    public void Render_RefusesOtherSizes() =>
        Assert.Throws<ArgumentException>(() => OverlayRenderer.Render(Grey, new LabelMap(new ushort[20], 4, 5), LabelMap.Ignore8));

    [Fact]
    public void Render_TakesTheColoursOfTheVocabulary()
    {
        var overlay = OverlayRenderer.Render(Grey, new LabelMap(new ushort[25], 5, 5), LabelMap.Ignore8, [new Rgb(10, 20, 30)], opacity: 1);
        Assert.Equal([10, 20, 30], overlay.Pixels.AsSpan(36, 3).ToArray());
    }
}
