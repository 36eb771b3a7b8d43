namespace AlignZeg.Datasets.Rle;

/// <summary>Runs of ones that are found in ascending order; those that touch become one.</summary>
internal sealed class RunList
{
    private readonly List<(long Start, long Length)> _runs = [];

    /// <summary>Adds a run that begins where the last one ended, or later.</summary>
    public void Add(long start, long length)
    {
        if (_runs.Count > 0 && _runs[^1] is var last && last.Start + last.Length == start) _runs[^1] = (last.Start, last.Length + length);
        else _runs.Add((start, length));
    }

    /// <summary>The mask of these runs.</summary>
    public RleMask ToMask(int width, int height)
    {
        var (counts, at) = (new List<long>(2 * _runs.Count + 1), 0L);
        foreach (var (start, length) in _runs)
        {
            counts.Add(start - at);
            counts.Add(length);
            at = start + length;
        }

        var rest = (long)width * height - at;
        if (rest > 0 || counts.Count == 0) counts.Add(rest);
        return new(counts, width, height);
    }
}
