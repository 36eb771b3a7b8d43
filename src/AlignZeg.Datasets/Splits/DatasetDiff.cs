namespace AlignZeg.Datasets.Splits;

/// <summary>What is different between two states of a data set, by names and hashes of their images. Names in ordinal order.</summary>
/// <param name="Added">Names that are new, and whose bytes are not those of an image that lost its name.</param>
/// <param name="Removed">Names that are gone, and so are their bytes.</param>
/// <param name="Changed">Names that now stand for other bytes.</param>
/// <param name="Moved">Images that have another name.</param>
/// <param name="Same">Images with the same name and bytes.</param>
public sealed record DatasetDiff(IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<string> Changed, IReadOnlyList<MovedImage> Moved, long Same)
{
    /// <summary>True if nothing is different.</summary>
    public bool IsEmpty => Added.Count + Removed.Count + Changed.Count + Moved.Count == 0;

    /// <summary>Compares two states.</summary>
    /// <param name="before">Hash by name.</param> <param name="after">Hash by name.</param>
    public static DatasetDiff Of(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var gone = before.Keys.Where(name => !after.ContainsKey(name)).Order(StringComparer.Ordinal).ToList();
        var come = after.Keys.Where(name => !before.ContainsKey(name)).Order(StringComparer.Ordinal).ToList();
        var kept = before.Where(one => after.ContainsKey(one.Key)).ToLookup(one => after[one.Key] == one.Value, one => one.Key);
        var moved = Pair(gone, come, before, after);
        var (from, to) = (moved.Select(one => one.From).ToHashSet(), moved.Select(one => one.To).ToHashSet());
        return new([.. come.Where(name => !to.Contains(name))], [.. gone.Where(name => !from.Contains(name))], [.. kept[false].Order(StringComparer.Ordinal)], moved, kept[true].LongCount());
    }

    /// <summary>The first name that lost some bytes goes to the first that got them.</summary>
    private static List<MovedImage> Pair(List<string> gone, List<string> come, IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        var waiting = gone.GroupBy(name => before[name]).ToDictionary(group => group.Key, group => new Queue<string>(group));
        var moved = new List<MovedImage>();
        foreach (var name in come)
            if (waiting.TryGetValue(after[name], out var names) && names.TryDequeue(out var from)) moved.Add(new(from, name));
        return [.. moved.OrderBy(one => one.From, StringComparer.Ordinal)];
    }
}
