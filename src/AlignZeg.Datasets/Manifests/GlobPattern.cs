using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AlignZeg.Datasets.Manifests;

/// <summary>
/// A file pattern: <c>*</c> and <c>?</c> within a name, <c>**</c> for any number of folders, <c>[a-z]</c>, <c>{jpg,png}</c>, <c>{000..147}</c>. Case counts, except on
/// Windows.
/// </summary>
internal sealed partial class GlobPattern
{
    private const int MostNumbers = 10_000;
    private readonly Regex _regex;

    private GlobPattern(string root, string pattern)
    {
        (Root, Hidden) = (root, pattern.Split('/').Any(s => s.StartsWith('.')));
        var last = pattern[(pattern.LastIndexOf('/') + 1)..];
        NamesExtension = last.LastIndexOf('.') is >= 0 and var dot && !last[dot..].Contains('*');
        _regex = new Regex(ToRegex(pattern), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    /// <summary>The folder before the first wildcard, absolute.</summary>
    public string Root { get; }

    /// <summary>True if the pattern asks for names with a leading dot.</summary>
    public bool Hidden { get; }

    /// <summary>True if the pattern ends in an extension of its own: then it decides what is an image, not the list of extensions.</summary>
    public bool NamesExtension { get; }

    /// <summary>True if the text holds a wildcard.</summary>
    public static bool IsPattern(string input) => input.AsSpan().IndexOfAny("*?[{") >= 0;

    /// <summary>Splits a path with wildcards into its fixed folder and its pattern.</summary>
    /// <exception cref="InputException">The pattern is malformed.</exception>
    public static GlobPattern Parse(string input)
    {
        var text = Path.DirectorySeparatorChar == '/' ? input : input.Replace(Path.DirectorySeparatorChar, '/');
        var cut = text.LastIndexOf('/', text.AsSpan().IndexOfAny("*?[{")) + 1;
        try
        {
            return new GlobPattern(Path.TrimEndingDirectorySeparator(Path.GetFullPath(cut == 0 ? "." : text[..cut])), text[cut..]);
        }
        catch (ArgumentException failure)
        {
            throw new InputException(InputException.NoMatch, $"The pattern '{input}' is malformed; close every [ and {{.", failure);
        }
    }

    /// <summary>True if a path relative to <see cref="Root"/>, with forward slashes, fits.</summary>
    public bool Matches(string relative) => _regex.IsMatch(relative);

    // Numbers as shells and WebDataset write them: all of as many digits as the first one has.
    private static string ExpandNumbers(string pattern) => Numbers().Replace(pattern, range =>
    {
        var (first, last) = (range.Groups["first"].Value, range.Groups["last"].Value);
        int low = int.Parse(first, CultureInfo.InvariantCulture), count = int.Parse(last, CultureInfo.InvariantCulture) - low + 1;
        if (count is < 1 or > MostNumbers) throw new ArgumentException($"A range of {count} numbers.");
        return $"{{{string.Join(',', Enumerable.Range(low, count).Select(number => number.ToString(CultureInfo.InvariantCulture).PadLeft(first.Length, '0')))}}}";
    });

    [GeneratedRegex(@"\{(?<first>[0-9]{1,9})\.\.(?<last>[0-9]{1,9})\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();

    private static string ToRegex(string given)
    {
        var pattern = ExpandNumbers(given);
        var regex = new StringBuilder(OperatingSystem.IsWindows() ? "(?i)^" : "^");
        var depth = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '*' && pattern.AsSpan(i).StartsWith("**/")) i += Append(regex, "(?:[^/]+/)*", 2);
            else if (c == '*' && pattern.AsSpan(i).StartsWith("**")) i += Append(regex, ".*", 1);
            else if (c == '*') regex.Append("[^/]*");
            else if (c == '?') regex.Append("[^/]");
            else if (c == '[') i += Append(regex, CharacterClass(pattern, i), pattern.IndexOf(']', i) - i);
            else if (c == '{') depth += Append(regex, "(?:", 1);
            else if (c == '}' && depth > 0) depth -= Append(regex, ")", 1);
            else if (c == ',' && depth > 0) regex.Append('|');
            else regex.Append(Regex.Escape(c.ToString()));
        }

        return regex.Append("\\z").ToString();
    }

    private static int Append(StringBuilder regex, string text, int consumed)
    {
        regex.Append(text);
        return consumed;
    }

    private static string CharacterClass(string pattern, int open)
    {
        var close = pattern.IndexOf(']', open);
        if (close <= open + 1) throw new ArgumentException("An unclosed or empty [.");
        var inside = pattern[(open + 1)..close].Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal);
        return inside[0] == '!' ? $"[^/{inside[1..].Replace("^", "\\^", StringComparison.Ordinal)}]" : $"[{inside.Replace("^", "\\^", StringComparison.Ordinal)}]";
    }
}
