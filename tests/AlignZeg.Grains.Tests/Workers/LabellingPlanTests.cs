using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Grains.Workers;
using AlignZeg.Model.Inference;
using Xunit;

namespace AlignZeg.Grains.Tests.Workers;

public sealed class LabellingPlanTests
{
    private static readonly VocabularyClass Cat = VocabularyClass.Named("cat"), Dog = VocabularyClass.Named("dog"), Other = VocabularyClass.Named("other") with { Background = true };

    [Fact]
    public void PixelsThatNoClassClaims_AreBackground_AndThoseThatAreLeft_AreNothing()
    {
        ushort ignore = LabelMap.IgnoreFor(3);
        Assert.Equal(new ushort[] { 0, 2, 1, ignore }, IdsOf(Cat, Other, Dog));
        Assert.Equal(new ushort[] { 0, 1, ignore, ignore }, IdsOf(Cat, Dog)); // there is no background to be
    }

    // The first class, the second, a pixel that no class claims, one that is left without a class.
    private static ushort[] IdsOf(params VocabularyClass[] classes)
    {
        var plan = new LabellingPlan(null!, null!, new("v", classes, []), new(2, new float[4], [], [true, true]), null!); // maps only
        ushort[] labels = [0, 1, SegmentedImage.Unclaimed, SegmentedImage.Abstained];
        return [.. plan.ToIds(new(labels, new byte[labels.Length]), labels.Length, 1).Ids];
    }
}
