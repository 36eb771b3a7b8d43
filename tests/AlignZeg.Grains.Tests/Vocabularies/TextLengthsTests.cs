using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using Xunit;

namespace AlignZeg.Grains.Tests.Vocabularies;

public sealed class TextLengthsTests
{
    private static readonly ModelKey Tiny = new("tiny");
    private static readonly ClassifierTexts Texts = new([["cat", "tabby"], ["dog"]], ["a {}"]);

    [Fact]
    public void LongSynonym_IsRefused_WithClassTextTemplateAndCounts()
    {
        var problem = Assert.Single(Assert.Throws<TextTooLongException>(() => TextLengths.Require(Tiny, Texts, [Counted("cat", 75), Counted("tabby", 76), Counted("dog", 2)])).Problems);
        Assert.Equal("The class 'cat' is too long for the model 'tiny': its synonym 'tabby' in the template 'a {}' has 76 tokens, and the model reads 75. "
            + "Shorten it, or say \"truncate\": true in the vocabulary to have what is over cut off.", problem);
    }

    [Fact]
    public void TextsThatFit_Pass_AndSoDoLongOnesThatMayBeCut()
    {
        TextLengths.Require(Tiny, Texts, [Counted("cat", 75), Counted("tabby", 1), Counted("dog", 2)]);
        TextLengths.Require(Tiny, Texts with { Truncate = true }, [Counted("cat", 75), Counted("tabby", 1), Counted("dog", 900)]);
        Assert.Equal([("dog", 900)], TextLengths.Cut(Texts, [Counted("cat", 75), Counted("tabby", 1), Counted("dog", 900)]).Select(one => (one.Class, one.Text.PromptTokens)));
    }

    [Fact]
    public void ManyLongTexts_AreToldInAFewSentences()
    {
        var many = new ClassifierTexts([.. Enumerable.Range(0, 10_000).Select(i => (IReadOnlyList<string>)[$"class {i}"])], []);
        var refusal = Assert.Throws<TextTooLongException>(() => TextLengths.Require(Tiny, many, [.. many.Classes.Select(one => Counted(one[0], 80))]));
        Assert.Equal((21, "In all 10,000 texts are too long."), (refusal.Problems.Count, refusal.Problems[^1]));
        Assert.Contains("'class 0'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Allowance_IsPartOfTheHash_AndItsAbsenceIsNot()
    {
        var plain = VocabularyFile.Parse("""{"classes": ["cat"]}""", "v");
        var allowed = VocabularyFile.Parse("""{"classes": ["cat"], "truncate": true}""", "v");
        Assert.NotEqual(VocabularyJson.Hash(plain), VocabularyJson.Hash(allowed));
        Assert.Equal(VocabularyJson.Hash(plain), VocabularyJson.Hash(VocabularyFile.Parse("""{"classes": ["cat"], "truncate": false}""", "v")));
        Assert.DoesNotContain("truncate", System.Text.Encoding.UTF8.GetString(VocabularyJson.Canonical(plain)), StringComparison.Ordinal);
        Assert.True(VocabularyTexts.Of(VocabularyJson.Read(VocabularyJson.Canonical(allowed))).Truncate);
        Assert.Contains("truncate", Assert.Throws<InvalidVocabularyException>(() => VocabularyFile.Parse("""{"classes": ["cat"], "truncate": 1}""", "v")).Message, StringComparison.Ordinal);
    }

    private static TextInspection Counted(string text, int tokens) => new(text, 1, [], tokens > 75, 75, tokens, "a {}");
}
