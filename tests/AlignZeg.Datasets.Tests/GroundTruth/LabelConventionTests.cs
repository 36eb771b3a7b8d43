using AlignZeg.Datasets.GroundTruth;

namespace AlignZeg.Datasets.Tests.GroundTruth;

public sealed class LabelConventionTests
{
    private const int Background = LabelConvention.Background, Ignored = LabelConvention.Ignored, Unknown = LabelConvention.Unknown;

    [Theory]
    [InlineData("voc", 20, 0, Ignored)]
    [InlineData("voc", 20, 1, 0)]
    [InlineData("voc", 20, 20, 19)]
    [InlineData("voc", 20, 21, Unknown)]
    [InlineData("voc", 20, 255, Ignored)]
    [InlineData("context-59", 59, 0, Ignored)]
    [InlineData("context-59", 59, 59, 58)]
    [InlineData("context-59", 59, 60, Unknown)]
    [InlineData("context-59", 59, 255, Ignored)]
    [InlineData("context-60", 60, 0, 0)]
    [InlineData("context-60", 60, 59, 59)]
    [InlineData("context-60", 60, 60, Unknown)]
    [InlineData("context-60", 60, 255, Ignored)]
    [InlineData("coco-stuff", 171, 0, 0)]      // person
    [InlineData("coco-stuff", 171, 10, 10)]    // fire hydrant
    [InlineData("coco-stuff", 171, 11, Unknown)] // street sign, in no map
    [InlineData("coco-stuff", 171, 12, 11)]    // stop sign
    [InlineData("coco-stuff", 171, 89, 79)]    // toothbrush, the last thing
    [InlineData("coco-stuff", 171, 90, Unknown)]
    [InlineData("coco-stuff", 171, 91, 80)]    // banner, the first stuff
    [InlineData("coco-stuff", 171, 181, 170)]  // wood
    [InlineData("coco-stuff", 171, 182, Unknown)]
    [InlineData("coco-stuff", 171, 255, Ignored)]
    [InlineData("ade20k-150", 150, 0, Ignored)]
    [InlineData("ade20k-150", 150, 1, 0)]      // wall
    [InlineData("ade20k-150", 150, 150, 149)]  // flag
    [InlineData("ade20k-150", 150, 151, Unknown)]
    [InlineData("cityscapes-19", 19, 0, Ignored)] // unlabeled
    [InlineData("cityscapes-19", 19, 7, 0)]    // road
    [InlineData("cityscapes-19", 19, 10, Ignored)] // rail track
    [InlineData("cityscapes-19", 19, 24, 11)]  // person
    [InlineData("cityscapes-19", 19, 29, Ignored)] // caravan
    [InlineData("cityscapes-19", 19, 33, 18)]  // bicycle
    [InlineData("cityscapes-19", 19, 34, Unknown)]
    [InlineData("cityscapes-19", 19, 255, Ignored)] // license plate
    [InlineData("ids", 300, 255, 255)]
    [InlineData("ids", 300, 65535, Ignored)]
    [InlineData("ids", 255, 255, Ignored)]
    [InlineData("ids-from-one", 32, 0, Background)]
    [InlineData("ids-from-one", 32, 32, 31)]
    [InlineData("ids-from-one", 32, 33, Unknown)]
    [InlineData("ids-from-one", 32, 255, Ignored)]
    public void ClassOf_IsWhatTheDataSetMeans(string name, int classes, int id, int expected) =>
        Assert.Equal(expected, LabelConvention.Of(name, classes).ClassOf((ushort)id));

    [Fact]
    public void CocoStuff_HasItsNamesInTheirPlaces()
    {
        var names = DatasetTree.Split("coco-stuff-156-15").Classes;
        string NameOf(ushort id) => names[LabelConvention.CocoStuff.ClassOf(id)];
        Assert.Equal(["person", "fire hydrant", "stop sign", "toothbrush", "banner", "grass", "wood"], new ushort[] { 0, 10, 12, 89, 91, 123, 181 }.Select(NameOf));
        Assert.Equal(Enumerable.Range(0, 171), Enumerable.Range(0, 182).Select(id => LabelConvention.CocoStuff.ClassOf((ushort)id)).Where(c => c >= 0));
    }

    [Fact]
    public void Of_RefusesOtherNamesAndNumbers()
    {
        Assert.Contains("coco-stuff", Assert.Throws<GroundTruthException>(() => LabelConvention.Of("coco", 171)).Message, StringComparison.Ordinal);
        Assert.Contains("20 classes", Assert.Throws<GroundTruthException>(() => LabelConvention.Of("voc", 21)).Message, StringComparison.Ordinal);
    }
}
