using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Tests.Exports;

public sealed class ExportLimitTests
{
    [Fact]
    public void ALargerMap_IsLeftOut_AndTheSentenceSaysWhatItNeeds()
    {
        using var scratch = new ScratchFolder();
        using var session = new ExportSession(ExportFormats.Find("geojson"), new(scratch.Root), new(["cat", "dog"])) { Limit = new(110, "--much") };
        session.AddPng("a.jpg", "a", Png(10, 11));
        session.AddPng("b.jpg", "b", Png(10, 12));
        var report = session.Complete(partial: false);
        Assert.Equal((1, 1L), (report.Images, report.LeftOut));
        var left = Assert.Single(report.LeftOutImages);
        Assert.Equal("b.jpg", left.Name);
        Assert.StartsWith("Its label map has 10x12 pixels, the limit is 110; raise --much if there is memory for it: up to ", left.Reason, StringComparison.Ordinal);
        Assert.EndsWith(" GB as geojson.", left.Reason, StringComparison.Ordinal);
        Assert.False(File.Exists(scratch["b.geojson"]));
    }

    [Fact]
    public void AMapThatNoArrayHolds_IsRefused_WithoutAnyLimit()
    {
        var refusal = Assert.Throws<ExportException>(() => ExportLimit.OfArrays.Check(new(30_000, 30_000), ExportFormats.Find("png")));
        Assert.Equal("Its label map has 30000x30000 pixels, the limit is 700000000; label the image in parts.", refusal.Message);
    }

    // Larger than what decoders hold whole of images by themselves.
    [Fact]
    public void AMapOfMoreThanAHundredMillionPixels_ComesBack()
    {
        const int Width = 10_100, Height = 10_000;
        var map = new LabelMap(new ushort[Width * Height], Width, Height);
        map.Ids.AsSpan(Width * (Height / 2)).Fill(1);
        map.Ids[^1] = LabelMap.Ignore8;
        using var scratch = new ScratchFolder();
        using var session = new ExportSession(ExportFormats.Find("png"), new(scratch.Root), new(["cat", "dog"]));
        session.AddPng("a.jpg", "a", LabelMapPng.Encode(map, 2));
        var report = session.Complete(partial: false);
        Assert.Equal((1, 0L, (long)Width * Height, 0L), (report.Images, report.LeftOut, report.Pixels, report.ChangedPixels));
        Assert.Equal([Width * (long)(Height / 2), Width * (long)(Height / 2) - 1], report.Classes.Select(one => one.Pixels));
    }

    private static byte[] Png(int width, int height) => LabelMapPng.Encode(new(new ushort[width * height], width, height), 2);
}
