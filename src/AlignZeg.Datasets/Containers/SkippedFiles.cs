namespace AlignZeg.Datasets.Containers;

/// <summary>Files of containers that were not taken for one reason.</summary>
/// <param name="Reason">One of <see cref="Archives.SkipReasons"/>.</param>
/// <param name="Count">How many.</param>
/// <param name="First">Names of the first five.</param>
public sealed record SkippedFiles(string Reason, long Count, IReadOnlyList<string> First)
{
    private const int MostNamed = 5;

    /// <summary>Sums up by reason, in ordinal order of the reasons.</summary>
    public static IReadOnlyList<SkippedFiles> Sum(IEnumerable<SkippedFiles> parts) =>
    [
        .. parts.GroupBy(part => part.Reason, StringComparer.Ordinal).OrderBy(reason => reason.Key, StringComparer.Ordinal)
            .Select(reason => new SkippedFiles(reason.Key, reason.Sum(part => part.Count), [.. reason.SelectMany(part => part.First).Take(MostNamed)])),
    ];

    /// <summary>As a sentence has it: <c>2 not_an_image (a.txt, b.txt)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Count:N0} {Reason} ({string.Join(", ", First)}{(Count > First.Count ? ", …" : "")})");
}
