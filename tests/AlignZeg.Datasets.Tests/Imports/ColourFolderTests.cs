using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Imports;

namespace AlignZeg.Datasets.Tests.Imports;

public sealed class ColourFolderTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void LabelMap_OfVocTools_SaysWhoseColourIsWhose()
    {
        _scratch.Add("labelmap.txt", "# label:color_rgb:parts:actions\nbackground:0,0,0::\nbird: small:128,0,0::\ncat:0,128,0::\n");
        Picture("SegmentationClass/a.png", 0, 0, 0, 128, 0, 0, 0, 128, 0);
        Picture("SegmentationObject/a.png", 1, 2, 3);
        using var file = ColourFolder.Open(_scratch.Root, null);
        Assert.Equal(["bird: small", "cat"], file.Classes.Names);
        Assert.Equal([255, 0, 1], Assert.Single(file.Read()).Labels!.Ids);
        using var given = ColourFolder.Open(_scratch.Root, ["background", "cat", "bird: small"]);
        Assert.Equal([0, 2, 1], Assert.Single(given.Read()).Labels!.Ids);
    }

    [Fact]
    public void Csv_AndUnlistedColours()
    {
        _scratch.Add("class_dict.csv", "name,r,g,b\nAnimal,64, 128 ,64\nVoid,0,0,0\n");
        Picture("deep/a.png", 64, 128, 64, 0, 0, 0);
        Picture("b.png", 64, 128, 65);
        _scratch.Add("c.png", "no picture");
        using var file = ColourFolder.Open(_scratch.Root, null);
        var images = file.Read().ToList();
        Assert.Equal(["Animal"], file.Classes.Names);
        Assert.Equal(["b", "c", "deep/a"], images.Select(image => image.Stem));
        Assert.Contains("64,128,65", images[0].Problem, StringComparison.Ordinal);
        Assert.EndsWith(".", images[1].Problem, StringComparison.Ordinal);
        Assert.Equal([0, 255], images[2].Labels!.Ids);
    }

    [Theory]
    [InlineData("cat:0,0", "Line 1")]
    [InlineData("cat:0,0,256", "Line 1")]
    [InlineData("cat:1,0,0\n\ndog:1,0,0", "one colour to two classes")]
    [InlineData("# nothing", "lists no classes")]
    public void OddLists_AreRefused(string list, string sentence)
    {
        _scratch.Add("labelmap.txt", list);
        Assert.Contains(sentence, Assert.Throws<ExportException>(() => ColourFolder.Open(_scratch.Root, null)).Message, StringComparison.Ordinal);
    }

    private void Picture(string name, params byte[] pixels)
    {
        _scratch.Add(name);
        File.WriteAllBytes(_scratch[name], ImageEncoder.EncodePng(new(pixels, pixels.Length / 3, 1)));
    }
}
