using AlignZeg.Datasets.GroundTruth;

namespace AlignZeg.Datasets.Tests.GroundTruth;

public sealed class SplitFileTests
{
    // Sizes and unseen classes as ZegCLIP, DeOP, MaskCLIP+ and ZS3Net agree on them.
    [Theory]
    [InlineData("voc-15-5", "voc", 15, "pottedplant, sheep, sofa, train, tvmonitor")]
    [InlineData("coco-stuff-156-15", "coco-stuff", 156, "cow, giraffe, suitcase, frisbee, skateboard, carrot, scissors, cardboard, clouds, grass, playingfield, river, road, tree, wall-concrete")]
    [InlineData("context-59", "context-59", 49, "aeroplane, bird, boat, cat, cow, fence, keyboard, motorbike, sofa, tvmonitor")]
    [InlineData("context-60", "context-60", 50, "aeroplane, bird, boat, cat, cow, fence, keyboard, motorbike, sofa, tvmonitor")]
    public void Read_GivesThePublishedSplit(string name, string convention, int seen, string unseen)
    {
        var split = DatasetTree.Split(name);
        Assert.Equal(name, split.Name);
        Assert.Equal(seen, split.Seen.Count(s => s));
        Assert.Equal(unseen.Split(", ").Order(StringComparer.Ordinal), split.Classes.Where((_, i) => !split.Seen[i]).Order(StringComparer.Ordinal));
        Assert.Equal(split.Classes.Count, LabelConvention.Of(convention, split.Classes.Count).Classes);
        Assert.Equal(seen, new SeenLabels(split, LabelConvention.Of(convention, split.Classes.Count)).Names.Count);
    }

    // No zero-shot split of these is published: models that were trained elsewhere are evaluated on all classes.
    [Theory]
    [InlineData("ade20k-150", 150, "wall", "flag")]
    [InlineData("cityscapes-19", 19, "road", "bicycle")]
    public void Read_GivesAllClasses_WhereNothingIsHeldOut(string name, int classes, string first, string last)
    {
        var split = DatasetTree.Split(name);
        Assert.Equal((name, classes, first, last), (split.Name, split.Classes.Count, split.Classes[0], split.Classes[^1]));
        Assert.All(split.Seen, Assert.True);
        Assert.Equal(classes, LabelConvention.Of(name, classes).Classes);
    }

    [Theory]
    [InlineData("{\"name\":\"x\",\"classes\":[\"a\",\"b\"],\"seen\":[\"a\"],\"unseen\":[]}", "'b'")]
    [InlineData("{\"name\":\"x\",\"classes\":[\"a\"],\"seen\":[\"a\",\"b\"],\"unseen\":[]}", "'b'")]
    [InlineData("{\"name\":\"x\",\"classes\":[\"a\"],\"seen\":[\"a\"],\"unseen\":[\"a\"]}", "twice")]
    [InlineData("{\"name\":\"x\",\"classes\":[\"a\",\"a\"],\"seen\":[\"a\"],\"unseen\":[]}", "twice")]
    [InlineData("{\"classes\": 3}", "not of the form")]
    [InlineData("seen", "not of the form")]
    public void Read_RefusesWhatDoesNotPartTheClasses(string text, string complaint)
    {
        using var folder = new ScratchFolder();
        var path = Path.Combine(folder.Root, "split.json");
        File.WriteAllText(path, text);
        Assert.Contains(complaint, Assert.Throws<GroundTruthException>(() => SeenSplit.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfNoFile_SaysSo() => Assert.Contains("no split", Assert.Throws<GroundTruthException>(() => SeenSplit.Read("nowhere.json")).Message, StringComparison.Ordinal);
}
