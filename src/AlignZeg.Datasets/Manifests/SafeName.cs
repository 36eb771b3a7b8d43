using System.Security.Cryptography;
using System.Text;

namespace AlignZeg.Datasets.Manifests;

/// <summary>Turns what people and file systems call an image into a relative path that can be created under any output folder.</summary>
internal static class SafeName
{
    private const int LongestSegment = 180;     // bytes of UTF-8; 255 is what file systems take, the rest is room for suffixes
    private const string Refused = "\"*:<>?|\\";

    /// <summary>
    /// A relative path with forward slashes. Segments <c>.</c> and <c>..</c> lose their meaning, control characters, unpaired surrogates and the characters
    /// that Windows refuses become <c>_</c>, over-long segments are cut and end in a hash of the whole.
    /// </summary>
    public static string Of(string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Segment).ToArray();
        return segments.Length == 0 ? "_" : string.Join('/', segments);
    }

    /// <summary>A system path as a relative name: separators become forward slashes.</summary>
    public static string OfPath(string relative) => Of(Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/'));

    private static string Segment(string segment)
    {
        var clean = new StringBuilder(segment.Length);
        foreach (var rune in segment.EnumerateRunes())          // an unpaired surrogate is enumerated as U+FFFD
        {
            var refused = Rune.IsControl(rune) || rune == Rune.ReplacementChar || (rune.IsBmp && Refused.Contains((char)rune.Value));
            clean.Append(refused ? "_" : rune.ToString());
        }

        var name = clean.ToString();
        if (name[^1] is '.' or ' ') name = name[..^1] + "_";
        if (name[0] == ' ') name = "_" + name[1..];
        return Encoding.UTF8.GetByteCount(name) <= LongestSegment ? name : Shorten(name);
    }

    private static string Shorten(string name)
    {
        var extension = ImageExtensions.Has(name) ? Path.GetExtension(name) : "";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..12];
        var kept = new StringBuilder();
        var left = LongestSegment - extension.Length - hash.Length - 1;
        foreach (var rune in name.EnumerateRunes())
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0) break;
            kept.Append(rune.ToString());
        }

        return $"{kept}~{hash}{extension}";
    }
}
