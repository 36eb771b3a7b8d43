using System.IO.Compression;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Imports;

namespace AlignZeg.Datasets.Tests.Imports;

/// <summary>Files as CVAT's description of its XML has them.</summary>
public sealed class CvatFileTests : IDisposable
{
    private const string Labels = "<meta><task><mode>annotation</mode><labels><label><name>car</name><color>#c06060</color><type>any</type><attributes/></label><label><name>tree</name></label></labels></task></meta>";
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void MasksAndPolygons_ArePainted_ByDepth()
    {
        using var file = Open("""
            <image id="0" subset="train" name="day/a.jpg" width="5" height="3">
              <mask label="car" source="manual" occluded="0" rle="0, 2, 1, 3" left="1" top="1" width="3" height="2" z_order="2"><attribute name="x">1</attribute></mask>
              <polygon label="tree" source="manual" occluded="0" points="0.00,0.00;3.00,0.00;3.00,3.00;0.00,3.00" z_order="0"></polygon>
              <box label="car" xtl="0" ytl="0" xbr="2" ybr="2" z_order="1"></box><tag label="car" source="manual"></tag>
            </image>
            <image id="1" name="b.jpg" width="2" height="1"/>
            """);
        var images = file.Read().ToList();
        Assert.Equal(["car", "tree"], file.Classes.Names);
        Assert.Equal(("day/a", 4L, 1, 2), (images[0].Stem, images[0].Overlap, images[0].Skipped, file.Count));
        Assert.Equal([1, 1, 1, 255, 255, 1, 0, 0, 255, 255, 1, 0, 0, 0, 255], images[0].Labels!.Ids);
        Assert.Equal([255, 255], images[1].Labels!.Ids);
    }

    [Theory]
    [InlineData("<mask label='car' rle='0, 2, 1, 4' left='1' top='1' width='3' height='2'/>", "do not fill its box")]
    [InlineData("<mask label='car' rle='0, 6' left='3' top='1' width='3' height='2'/>", "leaves its 5x3")]
    [InlineData("<mask label='car' rle='0, 6' left='-1' top='1' width='3' height='2'/>", "leaves its 5x3")]
    [InlineData("<mask label='car' rle='0, 6' left='0' top='1' width='2147483647' height='2147483647'/>", "leaves its 5x3")]
    [InlineData("<mask label='bus' rle='0, 6' left='0' top='0' width='3' height='2'/>", "'bus'")]
    [InlineData("<mask label='car' rle='0, 6' left='0' top='0' width='3'/>", "CVAT's form")]
    [InlineData("<polygon label='car' points='0,0;1,1'/>", "three are the least")]
    [InlineData("<polygon label='car' points='0,0;1,1;NaN,4'/>", "no number")]
    [InlineData("<polygon label='car' points='0,0;1,1;x'/>", "CVAT's form")]
    public void OddShapes_AreTheImagesProblem(string shape, string problem)
    {
        using var file = Open($"<image id='0' name='a.jpg' width='5' height='3'>{shape}</image><image id='1' name='b.jpg' width='1' height='1'/><image id='2' name='x/../b.png' width='1' height='1'/>");
        var images = file.Read().ToList();
        Assert.Contains(problem, images[0].Problem, StringComparison.Ordinal);
        Assert.NotNull(images[1].Labels);
    }

    [Theory]
    [InlineData("100000", "100000")]
    [InlineData("0", "3")]
    public void Sizes_HaveLimits(string width, string height)
    {
        using var file = Open($"<image id='0' name='a.jpg' width='{width}' height='{height}'/>");
        Assert.Contains($"{width}x{height}", Assert.Single(file.Read()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Entities_AreNeverRead()
    {
        var secret = _scratch.Add("secret.txt", "secret");
        var text = $"<!DOCTYPE annotations [<!ENTITY e SYSTEM 'file://{secret}'>]><annotations><meta><label><name>&e;</name></label></meta></annotations>";
        var refusal = Assert.Throws<ExportException>(() => CvatFile.Open(_scratch.Add("a.xml", text), null)).Message;
        Assert.Contains("is not CVAT", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("secret'", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Video_IsTold() =>
        Assert.Contains("CVAT for video", Assert.Throws<ExportException>(() => Open("<track id='0' label='car'><box frame='0'/></track>")).Message, StringComparison.Ordinal);

    [Fact]
    public void TheZipOfAnExport_IsRead()
    {
        using (var zip = ZipFile.Open(_scratch["job.zip"], ZipArchiveMode.Create))
        {
            using var writer = new StreamWriter(zip.CreateEntry("annotations.xml").Open());
            writer.Write(Whole("<image id='0' name='a.jpg' width='1' height='1'><polygon label='tree' points='0,0;1,0;1,1;0,1'/></image>"));
        }

        using var file = ImportFormats.Guess(_scratch["job.zip"]).Open(_scratch["job.zip"], null);
        Assert.Equal([1], Assert.Single(file.Read()).Labels!.Ids);
        using (ZipFile.Open(_scratch["empty.zip"], ZipArchiveMode.Create))
        {
            // Without an entry.
        }
        Assert.Contains("has no annotations.xml", Assert.Throws<ExportException>(() => CvatFile.Open(_scratch["empty.zip"], null)).Message, StringComparison.Ordinal);
    }

    private static string Whole(string images) => $"<?xml version=\"1.0\" encoding=\"utf-8\"?><annotations><version>1.1</version>{Labels}{images}</annotations>";

    private CvatFile Open(string images) => CvatFile.Open(_scratch.Add("annotations.xml", Whole(images)), null);
}
