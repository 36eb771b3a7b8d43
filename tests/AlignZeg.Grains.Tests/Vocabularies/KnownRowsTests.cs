using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Vocabularies;
using Xunit;

namespace AlignZeg.Grains.Tests.Vocabularies;

public sealed class KnownRowsTests
{
    private static readonly VocabularyClass Cat = VocabularyClass.Named("cat"), Dog = new("dog", ["hound", "puppy"]), Ground = new("ground", [], null, Background: true);

    [Fact]
    public void SameTexts_AreKnown_WhereverTheyAre_AndWhateverTheirColour() =>
        Assert.Equal([1, -1, 0], KnownRows.Of(Of(Cat, Ground, Dog), Of(Dog with { Color = "#ff0000" }, VocabularyClass.Named("cow"), Ground, Cat)));

    [Theory]
    [InlineData("dog", "puppy", "hound")] // the mean over synonyms is a sum in their order
    [InlineData("dog", "hound", null)]
    [InlineData("Dog", "hound", "puppy")]
    [InlineData("hound", "dog", "puppy")]
    public void OtherTexts_AreNot(string name, string first, string? second) =>
        Assert.Equal([-1, 0], KnownRows.Of(Of(Cat, Dog), Of(new(name, second is null ? [first] : [first, second]), Cat)));

    [Fact]
    public void OtherTemplates_ShareNothing() =>
        Assert.Null(KnownRows.Of(Of(Cat, Dog), Of(Cat, Dog) with { Templates = ["a photo of {}"] }));

    [Fact]
    public void NoSharedClass_IsNone() => Assert.Null(KnownRows.Of(Of(Cat), Of(Dog)));

    private static VocabularyDefinition Of(params VocabularyClass[] classes) => new("v", classes, []);
}
