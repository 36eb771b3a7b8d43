using System.Globalization;

namespace AlignZeg.Datasets.Splits;

/// <summary>Reads the parts of a split as a person writes them.</summary>
public static class SplitParts
{
    private static readonly string[] Usual = ["train", "val", "test"];

    /// <summary>Reads <c>train=80,val=10,test=10</c>, or <c>80,10,10</c> for parts of those names, or <c>0.9,0.1</c> for the first two.</summary>
    /// <exception cref="FormatException">Another form; the message is one sentence.</exception>
    public static IReadOnlyList<SplitPart> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split(',', StringSplitOptions.TrimEntries);
        var parts = words.Select((word, i) => Part(text, word, i)).ToList();
        if (parts.Select(part => part.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() < parts.Count) throw Wrong(text, "two parts have the same name");
        return parts;
    }

    private static SplitPart Part(string text, string word, int position)
    {
        var (name, share) = word.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at ? (word[..at].Trim(), word[(at + 1)..].Trim())
            : position < Usual.Length ? (Usual[position], word) : throw Wrong(text, "parts after the third need a name");
        if (name.Length is 0 or > 60 || !name.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_')) throw Wrong(text, $"'{name}' is no name of letters, digits, - and _");
        return double.TryParse(share, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1e9 ? new(name, number) : throw Wrong(text, $"'{share}' is no share above 0");
    }

    private static FormatException Wrong(string text, string why) => new($"The parts '{text}' cannot be read: {why}; give for example train=80,val=10,test=10.");
}
