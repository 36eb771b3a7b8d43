namespace AlignZeg.Datasets.Metrics;

/// <summary>Which classes had masks in training. A class in neither list (such as background) still counts in the overall mean.</summary>
public sealed class ClassSplit
{
    /// <summary>No class in either list.</summary>
    public static readonly ClassSplit None = new([], []);

    /// <summary>Makes a split.</summary>
    /// <exception cref="ArgumentException">A class is listed twice, or is negative.</exception>
    public ClassSplit(IReadOnlyList<int> seen, IReadOnlyList<int> unseen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(unseen);
        var known = new HashSet<int>();
        foreach (var id in seen.Concat(unseen))
        {
            if (id < 0 || !known.Add(id)) throw new ArgumentException($"Class {id} of the split is negative or listed twice.");
        }

        (Seen, Unseen) = ([.. seen], [.. unseen]);
    }

    /// <summary>Classes whose masks were in the training data.</summary>
    public IReadOnlyList<int> Seen { get; }

    /// <summary>Classes whose masks were not.</summary>
    public IReadOnlyList<int> Unseen { get; }
}
