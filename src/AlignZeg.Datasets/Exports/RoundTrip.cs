using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports;

/// <summary>Compares what went into a format with what a reader gets out of it.</summary>
public sealed class RoundTrip
{
    private readonly long[] _before, _after, _both;

    /// <summary>Begins with nothing counted.</summary>
    /// <param name="classes">Number of classes.</param>
    public RoundTrip(int classes) => (_before, _after, _both) = (new long[classes], new long[classes], new long[classes]);

    /// <summary>Pixels that a reader gets another label for.</summary>
    public long ChangedPixels { get; private set; }

    /// <summary>All pixels.</summary>
    public long Pixels { get; private set; }

    /// <summary>Counts one image.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public void Add(LabelMap before, LabelMap after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Width != after.Width || before.Height != after.Height) throw new ArgumentException("A map read back has another size than the one written.", nameof(after));
        Pixels += before.Ids.Length;
        for (var i = 0; i < before.Ids.Length; i++)
        {
            var (old, now) = (before.Ids[i], after.Ids[i]);
            if (old < _before.Length) _before[old]++;
            if (now < _after.Length) _after[now]++;
            if (old != now) ChangedPixels++;
            else if (old < _both.Length) _both[old]++;
        }
    }

    /// <summary>Pixels of a class in the source.</summary>
    public long PixelsOf(int number) => _before[number];

    /// <summary>Intersection over union of a class before and after; null if neither has it.</summary>
    public double? IouOf(int number) => _before[number] + _after[number] - _both[number] is > 0 and var union ? (double)_both[number] / union : null;
}
