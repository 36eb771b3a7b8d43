using System.Globalization;
using System.Text;

namespace AlignZeg.Model.Text;

/// <summary>
/// Character references of HTML 5 to characters, as a browser reads them: "&amp;amp;", "&amp;copy" without a semicolon, "&amp;#x80;" as the euro sign that Windows meant.
/// Source: the HTML standard, 13.2.5.72 to 80; equal to Python's html.unescape, which CLIP's cleaning uses and .NET's decoder is not.
/// </summary>
internal static class HtmlEntities
{
    private const int LongestName = 32, LastCodePoint = 0x10FFFF;

    // What Windows-1252 has at 0x80 to 0x9f; where it has nothing, the code itself.
    private const string Windows = "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

    private static readonly Dictionary<string, string> Names = ReadNames();

    /// <summary>The text with every reference replaced, once: "&amp;amp;lt;" gives "&amp;lt;".</summary>
    public static string Decode(string text)
    {
        int at = text.IndexOf('&', StringComparison.Ordinal);
        if (at < 0) return text;
        var decoded = new StringBuilder(text.Length).Append(text, 0, at);
        while (at < text.Length)
        {
            if (text[at] == '&' && Reference(text, at, decoded) is > 0 and int length) at += length;
            else decoded.Append(text[at++]);
        }

        return decoded.ToString();
    }

    /// <summary>Appends what the reference at a place stands for.</summary>
    /// <returns>Its length, or 0 if there is none.</returns>
    private static int Reference(string text, int start, StringBuilder decoded)
    {
        int end = start + 1;
        if (end < text.Length && text[end] == '#') return Number(text, start, decoded);
        for (int letters = 0; end < text.Length && letters < LongestName && !"\t\n\f <&#;".Contains(text[end], StringComparison.Ordinal); letters++)
            end += char.IsSurrogatePair(text, end) ? 2 : 1;
        if (end == start + 1) return 0;
        if (end < text.Length && text[end] == ';') end++;
        string name = text[(start + 1)..end];
        for (int length = name.Length; length > 1; length--)
        {
            if (!Names.TryGetValue(name[..length], out var value)) continue;
            decoded.Append(value).Append(name, length, name.Length - length);
            return end - start;
        }

        decoded.Append(text, start, end - start);
        return end - start;
    }

    private static int Number(string text, int start, StringBuilder decoded)
    {
        bool hexadecimal = start + 2 < text.Length && text[start + 2] is 'x' or 'X';
        int first = start + (hexadecimal ? 3 : 2), end = first;
        int number = 0;
        for (; end < text.Length && (hexadecimal ? char.IsAsciiHexDigit(text[end]) : char.IsAsciiDigit(text[end])); end++)
            number = Math.Min(number * (hexadecimal ? 16 : 10) + Convert.ToInt32(text[end].ToString(), 16), LastCodePoint + 1);
        if (end == first) return 0;
        decoded.Append(Character(number));
        if (end < text.Length && text[end] == ';') end++;
        return end - start;
    }

    private static string Character(int code) => code switch
    {
        0 or > LastCodePoint or (>= 0xD800 and <= 0xDFFF) => "\uFFFD",
        '\r' => "\r",
        >= 0x80 and <= 0x9f => Windows[code - 0x80].ToString(),
        < '\t' or 0xb or (>= 0xe and < ' ') or 0x7f or (>= 0xfdd0 and <= 0xfdef) => "",
        _ when (code & 0xfffe) == 0xfffe => "",
        _ => char.ConvertFromUtf32(code),
    };

    private static Dictionary<string, string> ReadNames()
    {
        using var reader = new StreamReader(typeof(HtmlEntities).Assembly.GetManifestResourceStream("html5-entities.txt")!);
        var names = new Dictionary<string, string>();
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ');
            if (parts[0] != "#") names[parts[0]] = string.Concat(parts[1..].Select(code => char.ConvertFromUtf32(int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
        }

        return names;
    }
}
