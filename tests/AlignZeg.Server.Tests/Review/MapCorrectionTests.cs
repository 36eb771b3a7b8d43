using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Rle;
using AlignZeg.Server.Problems;
using AlignZeg.Server.Review;

namespace AlignZeg.Server.Tests.Review;

public sealed class MapCorrectionTests
{
    private const ushort Ignore = LabelMap.Ignore8;

    private static readonly MapCorrection Correction = new(new("v", [VocabularyClass.Named("cat"), VocabularyClass.Named("dog"), VocabularyClass.Named("fox")], [], Renames: new Dictionary<string, string> { ["fox"] = "red one" }));

    private static readonly LabelMap Map = new([0, 0, 1, 1, 2, Ignore], 3, 2);

    [Fact]
    public void Regions_AreChanged_OneAfterTheOther()
    {
        var mask = RleMask.Encode([0, 1, 1, 0, 0, 1], 3, 2);
        var inMask = new RegionMaskBody([2, 3], RleText.Write(mask.Counts));
        Assert.Equal([0, 0, 0, 0, 2, Ignore], Correction.Apply(Map, [new("cat", From: "DOG")]).Ids);
        Assert.Equal([0, 2, 2, 1, 2, 2], Correction.Apply(Map, [new("fox", Mask: inMask)]).Ids);
        Assert.Equal([0, 0, 2, 1, 2, Ignore], Correction.Apply(Map, [new("red one", "dog", inMask)]).Ids);
        Assert.Equal([1, 1, Ignore, Ignore, 2, Ignore], Correction.Apply(Map, [new(null, "dog"), new("dog", "cat")]).Ids);
        Assert.Equal([0, 0, 1, 1, 2, Ignore], Map.Ids); // itself is as it was
    }

    [Fact]
    public void WrongRegions_AreProblems_ThatSayWhich()
    {
        Assert.Contains("Region 1 names 'bird'", Refused(new("cat", "dog"), new("bird", "dog")), StringComparison.Ordinal);
        Assert.Contains("Region 0 names neither", Refused(new RegionBody("cat")), StringComparison.Ordinal);
        Assert.Contains("[2, 3]", Refused(new RegionBody("cat", Mask: new([3, 2], "06"))), StringComparison.Ordinal);
        Assert.Contains("Region 0", Refused(new RegionBody("cat", Mask: new([2, 3], "1"))), StringComparison.Ordinal);
        Assert.Contains("256", Refused(), StringComparison.Ordinal);
        Assert.Contains("Region 1 is null", Refused(new("cat", "dog"), null!), StringComparison.Ordinal);
    }

    [Fact]
    public void Maps_AreOfTheSizeAndTheClasses()
    {
        Assert.Equal(Map.Ids, Correction.Read(Correction.ToPng(Map), 3, 2).Ids);
        Assert.Contains("2x3", Assert.Throws<ProblemException>(() => Correction.Read(Correction.ToPng(Map), 2, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("id 3 at x=1, y=0", Assert.Throws<ProblemException>(() => Correction.Read(LabelMapPng.Encode(new([0, 3], 2, 1), 4), 2, 1)).Message, StringComparison.Ordinal);
        Assert.Equal("invalid-review", Assert.Throws<ProblemException>(() => Correction.Read([1, 2, 3], 2, 3)).Type.Code);
    }

    private static string Refused(params RegionBody[] regions)
    {
        var problem = Assert.Throws<ProblemException>(() => Correction.Apply(Map, regions));
        Assert.Equal("invalid-review", problem.Type.Code);
        return problem.Message;
    }
}
