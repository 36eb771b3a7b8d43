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

    [Theory]
    [InlineData(1.01)]
    [InlineData(-.01)]
    [InlineData(double.NaN)]
    public void Limits_AreFrom0To1(double value)
    {
        Assert.Equal(4, VocabularyRules.Check(new("v", [new("cat", [], Threshold: value, Margin: value)], [], value, value)).Count);
        Assert.Empty(VocabularyRules.Check(new("v", [new("cat", [], Threshold: 0, Margin: 1)], [], 1, 0)));
    }

    [Theory]
    [InlineData("bird", "fowl", "which is no class")]
    [InlineData("cat", "DOG", "as 'dog'")]
    [InlineData("cat", " ", "empty new name")]
    public void Renames_NameClasses_AndKeepThemApart(string name, string put, string says) => Assert.Contains(
        says, Assert.Single(VocabularyRules.Check(VocabularyRules.Normalise(Animals(new Dictionary<string, string> { [name] = put })))), StringComparison.Ordinal);

    [Fact]
    public void Renames_MaySwapNames()
    {
        var swapped = VocabularyRules.Require(Animals(new Dictionary<string, string> { ["dog"] = "cat", ["cat"] = "dog" }));
        Assert.Equal(["dog", "cat"], new[] { 0, 1 }.Select(swapped.NameOf));
    }

    [Fact]
    public void Hash_IsOfTheLimitsAndRenames_ButNotOfTheirOrder()
    {
        string plain = VocabularyJson.Hash(Animals(null));
        Assert.Equal(plain, VocabularyJson.Hash(Animals(new Dictionary<string, string>()) with { Threshold = 0, Margin = 0 }));
        var one = Animals(new Dictionary<string, string> { ["dog"] = "hound", ["cat"] = "caf\u00e9" });
        Assert.Equal(VocabularyJson.Hash(one), VocabularyJson.Hash(Animals(new Dictionary<string, string> { ["cat"] = "cafe\u0301", ["dog"] = "hound" })));
        string[] all = [plain, VocabularyJson.Hash(one), VocabularyJson.Hash(Animals(null) with { Threshold = .5 }), VocabularyJson.Hash(Animals(null) with { Margin = .5 })];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void Rule_IsOfTheRecognisedClasses_AndOfTheBackground()
    {
        var rule = AbstentionRule.Of(new("v", [new("ground", [], null, true, Threshold: .3), new("cat", [], Threshold: .9), new("dog", [], Margin: 0)], [], .5, .2))!;
        Assert.Equal([.9f, .5f], rule.Thresholds);
        Assert.Equal([.2f, 0f], rule.Margins);
        Assert.Equal((.3f, .2f), (rule.BackgroundThreshold, rule.BackgroundMargin));
        Assert.Null(AbstentionRule.Of(Animals(null)));
    }

    private static VocabularyDefinition Animals(IReadOnlyDictionary<string, string>? renames) => new("v", [VocabularyClass.Named("cat"), VocabularyClass.Named("dog")], [], Renames: renames);

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
        var definition = new VocabularyDefinition("v", [new("cat", ["kitty"], "#aabbcc"), new("ground", [], null, Background: true, Threshold: .25)], ["a {}"], .5, .1, new Dictionary<string, string> { ["cat"] = "Katze" });
        var bytes = VocabularyJson.Canonical(definition);
        Assert.Equal(bytes, VocabularyJson.Canonical(VocabularyJson.Read(bytes)));
        Assert.Equal((.25, .5, .1, "Katze"), (VocabularyJson.Read(bytes).Classes[1].Threshold, VocabularyJson.Read(bytes).Threshold, VocabularyJson.Read(bytes).Margin, VocabularyJson.Read(bytes).NameOf(0)));
        Assert.Equal(1, VocabularyJson.Read(bytes).BackgroundId());
        Assert.Equal([0], VocabularyJson.Read(bytes).RecognisedIds());
    }
}
