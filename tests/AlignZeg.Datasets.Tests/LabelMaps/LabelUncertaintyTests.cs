using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Tests.LabelMaps;

public sealed class LabelUncertaintyTests
{
    [Fact]
    public void SmallArea_CountsAsMuchAsALargeOne() => Assert.Equal(.5, LabelUncertainty.Of([1, 1, 1, 9], [255, 255, 255, 0]));

    [Fact]
    public void SureMap_HasNone() => Assert.Equal(0, LabelUncertainty.Of([0, 65535], [255, 255]));

    [Fact]
    public void OtherNumberOfConfidences_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => LabelUncertainty.Of([1], []));
        Assert.Throws<ArgumentException>(() => LabelUncertainty.Of([], []));
    }

    [Fact]
    public void Statistics_GiveTheSame_AsThePixelsThemselves()
    {
        var random = new Random(5);
        for (int round = 0; round < 50; round++)
        {
            var labels = Enumerable.Range(0, 12 * 9).Select(_ => (ushort)(random.Next(4) == 0 ? 255 : random.Next(7))).ToArray();
            var confidence = new byte[labels.Length];
            random.NextBytes(confidence);
            Assert.Equal(LabelUncertainty.Of(labels, confidence), LabelUncertainty.Of(LabelStatistics.Of(new(labels, 12, 9), confidence, classes: 7)));
        }

        Assert.Throws<ArgumentException>(() => LabelUncertainty.Of(LabelStatistics.Of(new([0], 1, 1), [], classes: 7)));
    }
}
