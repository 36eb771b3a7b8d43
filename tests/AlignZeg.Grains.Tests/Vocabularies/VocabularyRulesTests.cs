using AlignZeg.Abstractions.Vocabularies;
using Xunit;

namespace AlignZeg.Grains.Tests.Vocabularies;

public sealed class VocabularyRulesTests
{
    public static TheoryData<VocabularyClass[], string> BrokenClasses => new()
    {
        { [], "no classes" },
        { [new("ground", [], null, Background: true)], "only a background class" },
        { [VocabularyClass.Named("cat"), VocabularyClass.Named(" ")], "Class 1 has an empty name" },
        { [VocabularyClass.Named("cat"), VocabularyClass.Named("CAT ")], "Class 1 repeats 'CAT' of class 0" },
        { [VocabularyClass.Named("caf\u00e9"), VocabularyClass.Named("Cafe\u0301")], "Class 1 repeats" },
        { [new("cat", ["kitty", "kitty"])], "Class 0 has 'kitty' twice" },
        { [new("cat", ["kitty"]), VocabularyClass.Named("Kitty")], "Class 1 repeats 'Kitty' of class 0" },
        { [VocabularyClass.Named(new string('x', 201))], "Class 0 has a name of 201 characters" },
        { [VocabularyClass.Named("a\u0007b")], "control character" },
        { [new("cat", [], "red")], "write it as #rrggbb" },
        { [VocabularyClass.Named("cat"), new("a", [], null, true), new("b", [], null, true)], "second background class beside class 1" },
        { [.. Enumerable.Range(0, 10_001).Select(i => VocabularyClass.Named($"class {i}"))], "at most 10,000" },
    };

    [Theory]
    [MemberData(nameof(BrokenClasses), DisableDiscoveryEnumeration = true)]
    public void BrokenClasses_AreOneSentenceEach(VocabularyClass[] classes, string says) =>
        Assert.Contains(says, Assert.Single(VocabularyRules.Check(VocabularyRules.Normalise(new("v", classes, [])))), StringComparison.Ordinal);

    [Fact]
    public void Template_NeedsAPlaceForTheName() =>
        Assert.Contains("has no {}", Assert.Single(VocabularyRules.Check(new("v", [VocabularyClass.Named("cat")], ["a photo"]))), StringComparison.Ordinal);

    [Fact]
    public void AllProblems_AreSaidAtOnce()
    {
        var exception = Assert.Throws<InvalidVocabularyException>(() => VocabularyRules.Require(new("v", [VocabularyClass.Named(""), new("a", ["A"])], ["x"])));
        Assert.Equal(3, exception.Problems.Count);
    }

    [Fact]
    public void Hash_IsThatOfTheNormalForm()
    {
        string hash = VocabularyJson.Hash(new("v", [new("caf\u00e9", [], "#AABBCC")], []));
        Assert.Equal(hash, VocabularyJson.Hash(new("v", [new(" cafe\u0301 ", [], "#aabbcc")], [])));
        Assert.NotEqual(hash, VocabularyJson.Hash(new("v", [new("cafe", [], "#aabbcc")], [])));
    }

    [Fact]
    public void Canonical_IsReadBack()
    {
        var definition = new VocabularyDefinition("v", [new("cat", ["kitty"], "#aabbcc"), new("ground", [], null, Background: true)], ["a {}"]);
        var bytes = VocabularyJson.Canonical(definition);
        Assert.Equal(bytes, VocabularyJson.Canonical(VocabularyJson.Read(bytes)));
        Assert.Equal(1, VocabularyJson.Read(bytes).BackgroundId());
        Assert.Equal([0], VocabularyJson.Read(bytes).RecognisedIds());
    }
}
