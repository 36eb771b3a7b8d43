namespace AlignZeg.Datasets.Rle;

/// <summary>What two masks share. Works on the runs: no mask is unpacked.</summary>
public static class RleOverlap
{
    /// <summary>IoU as cocoapi gives it: -1 for masks of different size, but 0 where their boxes do not meet.</summary>
    /// <param name="mask">The detection.</param>
    /// <param name="truth">The ground truth.</param>
    /// <param name="crowd">True: <paramref name="truth"/> is a crowd, and the intersection counts against <paramref name="mask"/> alone.</param>
    public static double Iou(RleMask mask, RleMask truth, bool crowd)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(truth);
        if (mask.Bounds.IouWith(truth.Bounds, crowd) <= 0) return 0;
        if (mask.Width != truth.Width || mask.Height != truth.Height) return -1;
        var shared = Intersection(mask, truth).Area;
        return (double)shared / (crowd ? mask.Area : mask.Area + truth.Area - shared);
    }

    /// <summary>Pixels set in both.</summary>
    /// <exception cref="RleException">The masks differ in size.</exception>
    public static RleMask Intersection(RleMask a, RleMask b) => Merge(a, b, (one, other) => one && other);

    /// <summary>Pixels set in either.</summary>
    /// <exception cref="RleException">The masks differ in size.</exception>
    public static RleMask Union(RleMask a, RleMask b) => Merge(a, b, (one, other) => one || other);

    private static RleMask Merge(RleMask a, RleMask b, Func<bool, bool, bool> both)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Width != b.Width || a.Height != b.Height)
            throw new RleException($"Masks of {a.Width}x{a.Height} and {b.Width}x{b.Height} cannot be merged; they must be of one size.");
        var (runs, at, end) = (new RunList(), 0L, (long)a.Width * a.Height);
        var (left, right) = (new RunCursor(a.Counts), new RunCursor(b.Counts));
        while (at < end)
        {
            var step = Math.Min(left.Left, right.Left);
            if (both(left.Set, right.Set)) runs.Add(at, step);
            left.Advance(step);
            right.Advance(step);
            at += step;
        }

        return runs.ToMask(a.Width, a.Height);
    }

    private sealed class RunCursor
    {
        private readonly IReadOnlyList<long> _counts;
        private int _run;

        public RunCursor(IReadOnlyList<long> counts)
        {
            (_counts, Left) = (counts, counts.Count > 0 ? counts[0] : 0);
            Advance(0);
        }

        public long Left { get; private set; }

        public bool Set => _run % 2 == 1;

        public void Advance(long pixels)
        {
            Left -= pixels;
            while (Left == 0 && _run + 1 < _counts.Count) Left = _counts[++_run];
        }
    }
}
