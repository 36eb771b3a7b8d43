using System.Text;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Datasets.Spools;

namespace AlignZeg.Datasets.Archives;

/// <summary>
/// What the files of one archive, form or container are called: relative paths with <c>/</c> that lead nowhere else. Backslashes separate folders too; a
/// leading <c>./</c> is left out; direction marks and other invisible letters stay, they are part of names in some scripts.
/// </summary>
/// <param name="compose">Brings letters into their composed form (NFC).</param>
/// <param name="taken">Where the names are kept that were taken. Default: in memory.</param>
public sealed class EntryNames(Func<string, string> compose, ITextSet? taken = null)
{
    /// <summary>Longest name, in bytes of UTF-8: ours, so that outputs can be named after it in every storage.</summary>
    public const int MaxBytes = 512;

    private const int LongestTold = 200;
    private const string Resources = "__MACOSX";
    private readonly ITextSet _taken = taken ?? new MemorySet(StringComparer.Ordinal);

    /// <summary>Takes a name, or says why not. A name is taken once.</summary>
    public EntryName Take(string given)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (FaultOf(given) is { } fault) return new(Told(given), fault, IsHidden: false);
        var segments = SegmentsOf(given);
        if (Array.Exists(segments, segment => segment[0] == '.' || segment == Resources)) return new(Told(given), null, IsHidden: true);
        if (segments.Length == 0) return new(Told(given), SkipReasons.NoName, IsHidden: false);
        string name = SafeName.Of(compose(string.Join('/', segments)));
        return _taken.Add(name) ? new(name, null, IsHidden: false) : new(Told(name), SkipReasons.RepeatedName, IsHidden: false);
    }

    private static string? FaultOf(string given)
    {
        if (given.Length == 0) return SkipReasons.NoName;
        if (given.Length > MaxBytes || Encoding.UTF8.GetByteCount(given) > MaxBytes) return SkipReasons.NameTooLong;
        if (given.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar)) return SkipReasons.NameNotUnicode; // unpaired surrogates too
        if (given.Any(char.IsControl) || given[0] is '/' or '\\' || HasDrive(given)) return SkipReasons.UnsafeName;
        return Array.Exists(SegmentsOf(given), segment => segment == "..") ? SkipReasons.UnsafeName : null;
    }

    private static string[] SegmentsOf(string given) => [.. given.Replace('\\', '/').Split('/').Where(segment => segment is not ("" or "."))];

    private static bool HasDrive(string given) => given.Length >= 2 && char.IsAsciiLetter(given[0]) && given[1] == ':';

    /// <summary>A name as it goes into answers and logs: short, and without what would move a cursor.</summary>
    internal static string Told(string given) => new([.. given.Take(LongestTold).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '\uFFFD' : letter)]);
}

/// <summary>What became of a name.</summary>
/// <param name="Name">The path, or what messages call the file.</param>
/// <param name="Fault">One of <see cref="SkipReasons"/>; null = none.</param>
/// <param name="IsHidden">True if the file is one that nobody misses: hidden, or made by an operating system for itself.</param>
public readonly record struct EntryName(string Name, string? Fault, bool IsHidden);
