using AlignZeg.Model.Text;

namespace AlignZeg.Model.Tests.Text;

/// <summary>Expected values are those of openai/CLIP's cleaning and pattern, run by Python 3.11 and regex 2022.10.31.</summary>
public sealed class TextPiecesTests
{
    [Theory]
    [InlineData("A photo, of 2 cats!", "a|photo|,|of|2|cats|!")]
    [InlineData("it's WE'LL 'ſ", "it|'s|we|'ll|'ſ")]
    [InlineData("²½Ⅷ𝟗", "²|½|ⅷ|𝟗")]                          // numbers one by one, also beyond 16 bits
    [InlineData("𐐀b🚗字", "𐐨b|🚗|字")]
    [InlineData("ΑΣ ΑΣΑ ΑΣ.", "ας|ασα|ας|.")]
    [InlineData("Α\u00adΣ’ Σ", "α|\u00ad|ς|’|σ")]             // marks and apostrophes do not end a word
    [InlineData("İ", "i|\u0307")]
    [InlineData("\u001ca\u001f", "a")]                        // stripped at the ends ..
    [InlineData("a\u001cb", "a|\u001c|b")]                    // .. but no white space within
    [InlineData("a\u0345b", "a|b")]
    [InlineData("x<|EndOfText|>y", "x|<|endoftext|>|y")]
    [InlineData("!<|endoftext|>", "!<||endoftext||>")]        // a run of other characters swallows its beginning
    public void Of_CleanedText_IsPythons(string text, string pieces) => Assert.Equal(pieces, string.Join('|', TextPieces.Of(PythonText.Clean(text))));
}
