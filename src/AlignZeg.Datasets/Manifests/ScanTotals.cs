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
        var (sizes, unreadable) = (new SortedDictionary<(long Pixels, int Width), (ImageSize Size, long Images)>(), new SortedDictionary<string, (long Images, List<string> First)>(StringComparer.Ordinal));
        var (bytes, duplicates, duplicateBytes) = (0L, 0L, 0L);
        for (int index = 0; index < found.Count; index++)
        {
            var one = found[index];
            bytes += one.Bytes;
            if (one.Repeats) (duplicates, duplicateBytes) = (duplicates + 1, duplicateBytes + one.Bytes);
            if (one is { Counts: true, Size: { } size }) sizes[(size.Pixels, size.Width)] = (size, sizes.GetValueOrDefault((size.Pixels, size.Width)).Images + 1);
            if (one.Reason is not { } reason) continue;
            var (count, first) = unreadable.GetValueOrDefault(reason, (0, []));
            if (first.Count < FirstNames) first.Add(images[index].Name);
            unreadable[reason] = (count + 1, first);
        }

        long distinct = sizes.Values.Sum(one => one.Images);
        return new()
        {
            Images = found.Count,
            Bytes = bytes,
            Distinct = distinct,
            DistinctPixels = sizes.Values.Sum(one => one.Images * one.Size.Pixels),
            Duplicates = duplicates,
            DuplicateBytes = duplicateBytes,
            Sizes = distinct == 0 ? null : (sizes.Values.First().Size, At(sizes.Values, distinct / 2).Kind, sizes.Values.Last().Size),
            Unreadable = [.. unreadable.Select(reason => (reason.Key, reason.Value.Images, (IReadOnlyList<string>)reason.Value.First))],
        };
    }

    /// <summary>Chooses images to measure: among those that count, evenly spaced in the order of their pixels; the same on every call.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="count">How many at most.</param>
    /// <returns>Positions in <paramref name="found"/>, from small to large images.</returns>
    public static IReadOnlyList<int> Probe(IReadOnlyList<ScannedImage> found, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var pixels = new SortedDictionary<long, long>(); // how many images have so many
        foreach (var one in found.Where(one => one.Counts)) pixels[one.Size!.Value.Pixels] = pixels.GetValueOrDefault(one.Size.Value.Pixels) + 1;
        long images = pixels.Values.Sum(), chosen = Math.Min(count, images);
        var wanted = new Dictionary<(long Pixels, long Nth), int>();
        for (int k = 0; k < chosen; k++) wanted[At(pixels.Select(one => (one.Key, one.Value)), ((2L * k) + 1) * images / (2L * chosen))] = k;
        return Pick(found, wanted);
    }

    private static int[] Pick(IReadOnlyList<ScannedImage> found, Dictionary<(long Pixels, long Nth), int> wanted)
    {
        var (picked, seen) = (new int[wanted.Count], new Dictionary<long, long>());
        for (int index = 0; index < found.Count && wanted.Count > 0; index++)
        {
            if (found[index] is not { Counts: true, Size: { } size }) continue;
            long nth = seen.GetValueOrDefault(size.Pixels);
            seen[size.Pixels] = nth + 1;
            if (wanted.TryGetValue((size.Pixels, nth), out int place)) picked[place] = index;
        }

        return picked;
    }

    // The one of that rank among all that are counted, and its place among those of its kind.
    private static (T Kind, long Nth) At<T>(IEnumerable<(T Kind, long Images)> counted, long rank)
    {
        foreach (var (kind, images) in counted)
        {
            if (rank < images) return (kind, rank);
            rank -= images;
        }

        throw new ArgumentOutOfRangeException(nameof(rank));
    }
}
