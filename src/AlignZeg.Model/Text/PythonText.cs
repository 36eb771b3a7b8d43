using System.Globalization;
using System.Text;

namespace AlignZeg.Model.Text;

/// <summary>
/// CLIP's cleaning of texts: character references twice, white space folded, lower case. Its rules are Python's, which differ from .NET's in corners that change token
/// ids. Source: openai/CLIP, simple_tokenizer.py. Its text repair (ftfy) is left out, as Hugging Face's tokenizer leaves it out: a curly quote stays one.
/// </summary>
internal static class PythonText
{
    private const int CapitalSigma = 0x3A3, FinalSigma = 0x3C2, DottedI = 0x130;

    /// <summary>The text as CLIP's tokenizer splits it.</summary>
    public static string Clean(string text) => Lower(Fold(Strip(HtmlEntities.Decode(HtmlEntities.Decode(text)))));

    // Python's strip() also takes the four information separators, which its \s does not match.
    private static string Strip(string text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsStripped(text[start])) start++;
        while (end > start && IsStripped(text[end - 1])) end--;
        return text[start..end];
    }

    private static bool IsStripped(char c) => char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f';

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        bool space = false;
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c)) folded.Append(c);
            else if (!space) folded.Append(' ');
            space = char.IsWhiteSpace(c);
        }

        return Strip(folded.ToString());
    }

    /// <summary>Unicode's full mapping: İ becomes two characters, and a sigma that ends a word is written ς.</summary>
    private static string Lower(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        var lower = new StringBuilder(text.Length);
        for (int i = 0; i < runes.Length; i++)
        {
            if (runes[i].Value == DottedI) lower.Append("i\u0307");
            else if (runes[i].Value == CapitalSigma && EndsWord(runes, i)) lower.Append((char)FinalSigma);
            else lower.Append(Rune.ToLowerInvariant(runes[i]).ToString());
        }

        return lower.ToString();
    }

    // Unicode, 3.13, Final_Sigma: a cased letter before, none after, whatever of marks and the like is between.
    private static bool EndsWord(Rune[] runes, int at)
    {
        int before = at - 1, after = at + 1;
        while (before >= 0 && IsIgnorable(runes[before])) before--;
        while (after < runes.Length && IsIgnorable(runes[after])) after++;
        return before >= 0 && IsCased(runes[before]) && !(after < runes.Length && IsCased(runes[after]));
    }

    private static bool IsIgnorable(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
        or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol || rune.Value is '\'' or '.' or ':' or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2018 or 0x2019 or 0x2024 or 0x2027
        or 0xFE13 or 0xFE52 or 0xFE55 or 0xFF07 or 0xFF0E or 0xFF1A;

    // Letters with case, and the letter-like ones that have it too: ª º, Roman numerals, letters in circles.
    private static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        || rune.Value is 0xAA or 0xBA or (>= 0x2160 and <= 0x217F) or (>= 0x24B6 and <= 0x24E9);
}
