using System.Globalization;
using System.Text;

namespace AlignZeg.Model.Text;

/// <summary>
/// A cleaned text cut into the pieces that are encoded one by one: the two special tokens, English endings ('s), runs of letters, single digits, runs of anything else.
/// Source: openai/CLIP, simple_tokenizer.py, whose pattern ignores case and knows letters beyond 16 bits; .NET's expressions do not.
/// </summary>
internal static class TextPieces
{
    /// <summary>The special tokens, start first.</summary>
    public const string Start = "<|startoftext|>", End = "<|endoftext|>";

    private const int Ypogegrammeni = 0x345; // a mark whose capital is a letter: ignoring case, the pattern has it in no class, so that it is lost (seen with Python's regex)
    private const char LongS = 'ſ'; // the one small letter that a pattern which ignores case takes for another (s)
    private static readonly string[] Fixed = [Start, End, "'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private enum Kind
    {
        Space,
        Letter,
        Number,
        Other,
    }

    /// <summary>The pieces in order; white space separates and is dropped.</summary>
    public static IEnumerable<string> Of(string text)
    {
        for (int at = 0; at < text.Length;)
        {
            int end = at + Length(text, at, out bool piece);
            if (piece) yield return text[at..end];
            at = end;
        }
    }

    private static int Length(string text, int at, out bool piece)
    {
        piece = true;
        foreach (string one in Fixed)
            if (Matches(text, at, one)) return one.Length;
        var kind = KindAt(text, at, out int length);
        piece = kind != Kind.Space;
        if (kind is Kind.Space or Kind.Number) return length;
        while (at + length < text.Length && KindAt(text, at + length, out int next) == kind) length += next;
        return length;
    }

    private static bool Matches(string text, int at, string pattern)
    {
        if (at + pattern.Length > text.Length) return false;
        for (int i = 0; i < pattern.Length; i++)
            if (text[at + i] != pattern[i] && !(pattern[i] == 's' && text[at + i] == LongS)) return false;
        return true;
    }

    private static Kind KindAt(string text, int at, out int length)
    {
        if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out length) != System.Buffers.OperationStatus.Done) return Kind.Other;
        if (Rune.IsWhiteSpace(rune) || rune.Value == Ypogegrammeni) return Kind.Space;
        return Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }
}
