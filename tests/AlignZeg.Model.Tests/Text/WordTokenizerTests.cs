using AlignZeg.Model.Text;

namespace AlignZeg.Model.Tests.Text;

public sealed class WordTokenizerTests
{
    private readonly WordTokenizer _tokenizer = new(["a", "photo", "of", "denim"], context: 6);

    [Fact]
    public void Encode_PutsStartAndEndAroundTheWords() => Assert.Equal([1, 4, 5, 6, 7, 2], _tokenizer.Encode("A photo of DENIM.").Ids);

    [Fact]
    public void Encode_TellsUnknownWords()
    {
        var tokens = _tokenizer.Encode("a 고양이");
        Assert.Equal([1, 4, 3, 2], tokens.Ids);
        Assert.Equal(["고양이"], tokens.UnknownWords);
    }

    [Fact]
    public void Encode_TellsTruncation_AndKeepsTheEnd()
    {
        var tokens = _tokenizer.Encode("a a a a a");
        Assert.True(tokens.Truncated);
        Assert.Equal(5, tokens.Tokens);
        Assert.False(_tokenizer.Encode("a a a a").Truncated);
        Assert.Equal([1, 4, 4, 4, 4, 2], tokens.Ids);
    }

    [Fact]
    public void Encode_OfNothing_IsStartAndEnd() => Assert.Equal([1, 2], _tokenizer.Encode(" .,").Ids);
}
