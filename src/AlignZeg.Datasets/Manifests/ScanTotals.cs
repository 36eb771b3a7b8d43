using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.Manifests;

/// <summary>The sums of a scan.</summary>
public sealed record ScanTotals
{
    private const int FirstNames = 5;

    /// <summary>Images, whatever state they are in.</summary>
    public required long Images { get; init; }

    /// <summary>Bytes of all files.</summary>
    public required long Bytes { get; init; }

    /// <summary>Images with a header in order whose bytes are those of no earlier one: what a job computes.</summary>
    public required long Distinct { get; init; }

    /// <summary>Pixels of the distinct images.</summary>
    public required long DistinctPixels { get; init; }

    /// <summary>Readable images whose bytes occur earlier.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Bytes of the duplicates.</summary>
    public required long DuplicateBytes { get; init; }

    /// <summary>Smallest, middle and largest of the distinct images, by pixels; null where there is none.</summary>
    public required (ImageSize Smallest, ImageSize Median, ImageSize Largest)? Sizes { get; init; }

    /// <summary>The unreadable: per reason, in ordinal order, how many and the names of the first five.</summary>
    public required IReadOnlyList<(string Reason, long Images, IReadOnlyList<string> First)> Unreadable { get; init; }

    /// <summary>Sums up a scan.</summary>
    /// <param name="images">What was scanned.</param>
    /// <param name="found">What was found, one per image.</param>
    public static ScanTotals Of(IReadOnlyList<ImageEntry> images, IReadOnlyList<ScannedImage> found)
    {
        var sizes = found.Where(one => one.Counts).Select(one => one.Size!.Value).OrderBy(size => size.Pixels).ToArray();
        var repeats = found.Where(one => one.Repeats).ToArray();
        return new()
        {
            Images = found.Count,
            Bytes = found.Sum(one => one.Bytes),
            Distinct = sizes.Length,
            DistinctPixels = sizes.Sum(size => size.Pixels),
            Duplicates = repeats.Length,
            DuplicateBytes = repeats.Sum(one => one.Bytes),
            Sizes = sizes.Length == 0 ? null : (sizes[0], sizes[sizes.Length / 2], sizes[^1]),
            Unreadable = [.. Enumerable.Range(0, found.Count)
                .Where(index => found[index].Reason is not null)
                .GroupBy(index => found[index].Reason!, StringComparer.Ordinal)
                .OrderBy(reason => reason.Key, StringComparer.Ordinal)
                .Select(reason => (reason.Key, reason.LongCount(), (IReadOnlyList<string>)[.. reason.Take(FirstNames).Select(index => images[index].Name)]))],
        };
    }

    /// <summary>Chooses images to measure: among those that count, evenly spaced in the order of their pixels; the same on every call.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="count">How many at most.</param>
    /// <returns>Positions in <paramref name="found"/>, from small to large images.</returns>
    public static IReadOnlyList<int> Probe(IReadOnlyList<ScannedImage> found, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var order = Enumerable.Range(0, found.Count).Where(index => found[index].Counts).OrderBy(index => found[index].Size!.Value.Pixels).ToArray();
        var chosen = Math.Min(count, order.Length);
        return [.. Enumerable.Range(0, chosen).Select(k => order[(2L * k + 1) * order.Length / (2L * chosen)])];
    }
}
