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
}
