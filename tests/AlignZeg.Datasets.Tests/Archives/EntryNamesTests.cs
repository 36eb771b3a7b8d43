using AlignZeg.Datasets.Archives;

namespace AlignZeg.Datasets.Tests.Archives;

public sealed class EntryNamesTests
{
    private readonly EntryNames _names = new(name => name);

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/../../b.png")]
    [InlineData("a/..")]
    [InlineData(@"..\..\b.png")]
    [InlineData("/abs.png")]
    [InlineData(@"\\server\share.png")]
    [InlineData(@"C:\x.png")]
    [InlineData("c:x.png")]
    [InlineData("a\0.png")]
    [InlineData("a\u001b[2J.png")]
    [InlineData("a\n.png")]
    [InlineData("a\u0085.png")]
    public void NamesThatLeadElsewhere_AreUnsafe(string given) => Assert.Equal(SkipReasons.UnsafeName, _names.Take(given).Fault);

    [Theory]
    [InlineData("a.png", "a.png")]
    [InlineData("./a/b.png", "a/b.png")]
    [InlineData(@"a\b.png", "a/b.png")]
    [InlineData("a//b.png", "a/b.png")]
    [InlineData("ab:c.png", "ab_c.png")]
    [InlineData("\u200f\u05d0.png", "\u200f\u05d0.png")]
    [InlineData("a..b.png", "a..b.png")]
    public void OtherNames_BecomePathsBelowAnyFolder(string given, string name) => Assert.Equal(new EntryName(name, null, IsHidden: false), _names.Take(given));

    [Theory]
    [InlineData("__MACOSX/._a.png")]
    [InlineData("photos/.DS_Store")]
    [InlineData(".git/a.png")]
    public void HiddenFiles_AreMissedByNobody(string given) => Assert.True(_names.Take(given) is { IsHidden: true, Fault: null });

    [Fact]
    public void LongNames_AndNamesThatAreNotUnicode_AreTold_CutShort()
    {
        var name = _names.Take(new string('x', 100_000));
        Assert.Equal((SkipReasons.NameTooLong, 200), (name.Fault, name.Name.Length));
        Assert.Equal(SkipReasons.NameTooLong, _names.Take(new string('é', 257)).Fault);
        Assert.Equal(SkipReasons.NameNotUnicode, _names.Take("a\ufffd.png").Fault);
        Assert.Equal(SkipReasons.NameNotUnicode, _names.Take("a\ud800.png").Fault);
        Assert.Equal(SkipReasons.NoName, _names.Take("").Fault);
        Assert.Equal(SkipReasons.NoName, _names.Take("./").Fault);
    }

    [Fact]
    public void Names_AreTakenOnce_AsTheyEndUp()
    {
        var names = new EntryNames(name => name.Replace("e\u0301", "é", StringComparison.Ordinal));
        Assert.Null(names.Take("é:.png").Fault);
        Assert.Equal(SkipReasons.RepeatedName, names.Take("e\u0301_.png").Fault);
        Assert.Null(names.Take("É_.png").Fault);
    }
}
