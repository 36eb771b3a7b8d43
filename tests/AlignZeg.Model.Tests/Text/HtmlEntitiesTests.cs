using AlignZeg.Model.Text;

namespace AlignZeg.Model.Tests.Text;

/// <summary>Expected values are those of Python's html.unescape.</summary>
public sealed class HtmlEntitiesTests
{
    [Theory]
    [InlineData("no reference", "no reference")]
    [InlineData("&lt;a&gt; &amp; &quot;b&QUOT", "<a> & \"b\"")]
    [InlineData("&copy2026", "©2026")]                      // without a semicolon
    [InlineData("&notit; &notin; &nosuch;", "¬it; ∉ &nosuch;")]
    [InlineData("&NotEqualTilde;", "\u2242\u0338")]         // one name, two characters
    [InlineData("&#65;&#x41&#X41;&#0;", "AAA\uFFFD")]
    [InlineData("&#x80;&#x99;&#x81;", "€™\u0081")]           // as Windows meant
    [InlineData("&#xD800;&#x110000;&#99999999999999999999;", "\uFFFD\uFFFD\uFFFD")]
    [InlineData("a&#1;b&#xFFFE;c&#13;", "abc\r")]
    [InlineData("&#128663;", "🚗")]
    [InlineData("&; & &# &#x; &", "&; & &# &#x; &")]
    [InlineData("&amp;lt;", "&lt;")]                        // once only
    public void Decode_IsPythons(string text, string expected) => Assert.Equal(expected, HtmlEntities.Decode(text));
}
