using AlignZeg.Grains.Datasets;
using Xunit;

namespace AlignZeg.Grains.Tests.Datasets;

public sealed class RepeatedTextsTests
{
    [Fact]
    public void Texts_ThatOnlyShareAHash_AreNotRepeated()
    {
        var texts = new RepeatedTexts(new SameHash());
        foreach (string text in new[] { "a", "b", "c" }) texts.Add(text);
        Assert.True(texts.FindSuspects());
        Assert.DoesNotContain(true, new[] { "a", "b", "c" }.Select(texts.IsRepeated));
    }

    [Fact]
    public void TheSecond_OfTwo_IsRepeated()
    {
        var texts = new RepeatedTexts(StringComparer.OrdinalIgnoreCase);
        foreach (string text in new[] { "a", "b", "A" }) texts.Add(text);
        Assert.True(texts.FindSuspects());
        Assert.Equal([false, false, true], new[] { "a", "b", "A" }.Select(texts.IsRepeated));
    }

    [Fact]
    public void DifferentTexts_NeedNoSecondTime()
    {
        var texts = new RepeatedTexts(StringComparer.Ordinal);
        Assert.False(texts.FindSuspects());
        texts.Add("a");
        Assert.False(texts.FindSuspects());
    }

    private sealed class SameHash : StringComparer
    {
        public override int Compare(string? x, string? y) => string.CompareOrdinal(x, y);

        public override bool Equals(string? x, string? y) => x == y;

        public override int GetHashCode(string obj) => 1;
    }
}
