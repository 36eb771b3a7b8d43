namespace AlignZeg.Datasets.Rle;

/// <summary>
/// One mask as COCO stores it: the lengths of alternating runs, zeros first, down the columns (pixel index = y + height · x); runs cross from one column into
/// the next. Source: the format's description in cocoapi's <c>mask.py</c>.
/// </summary>
public sealed class RleMask
{
    private readonly long[] _counts;

    /// <summary>Checks the runs and takes them.</summary>
    /// <param name="counts">Run lengths; their sum is width · height. Zeros inside are allowed.</param>
    /// <param name="width">Columns, 0 or more.</param>
    /// <param name="height">Rows, 0 or more.</param>
    /// <exception cref="RleException">A run is negative, or the runs do not fill the mask.</exception>
    public RleMask(IEnumerable<long> counts, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        (_counts, Width, Height) = ([.. counts], width, height);
        if (!Fills(_counts, (long)width * height)) throw new RleException($"The runs of the mask do not fill its {width}x{height} pixels.");
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The run lengths, zeros first.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Pixels set.</summary>
    public long Area => Ones().Sum(run => run.Length);

    /// <summary>The smallest box around the pixels set.</summary>
    public RleBox Bounds
    {
        get
        {
            long left = long.MaxValue, right = -1, top = long.MaxValue, bottom = -1;
            foreach (var (start, length) in Ones())
            {
                var (first, last) = (start / Height, (start + length - 1) / Height);
                (left, right) = (Math.Min(left, first), Math.Max(right, last));
                (top, bottom) = (Math.Min(top, first == last ? start % Height : 0), Math.Max(bottom, first == last ? (start + length - 1) % Height : Height - 1));
            }

            return right < 0 ? default : new(left, top, right - left + 1, bottom - top + 1);
        }
    }

    /// <summary>Encodes a mask.</summary>
    /// <param name="pixels">Row-major; what is not 0 is set.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="ArgumentException">The number of pixels is not width · height.</exception>
    public static RleMask Encode(ReadOnlySpan<byte> pixels, int width, int height)
    {
        if (pixels.Length != (long)width * height) throw new ArgumentException($"A mask of {width}x{height} needs {(long)width * height} pixels, not {pixels.Length}.", nameof(pixels));
        var runs = new RunList();
        for (var x = 0; x < width; x++)
        {
            for (var y = 0; y < height; y++)
            {
                if (pixels[y * width + x] != 0) runs.Add((long)x * height + y, 1);
            }
        }

        return runs.ToMask(width, height);
    }

    /// <summary>The mask row-major, 0 or 1 per pixel.</summary>
    public byte[] Decode()
    {
        var pixels = new byte[checked(Width * Height)];
        Paint((x, y) => pixels[y * Width + x] = 1);
        return pixels;
    }

    /// <summary>Calls for each pixel set, down the columns.</summary>
    /// <param name="set">Given column and row.</param>
    public void Paint(Action<int, int> set)
    {
        ArgumentNullException.ThrowIfNull(set);
        foreach (var (start, length) in Ones())
        {
            for (var at = start; at < start + length; at++) set((int)(at / Height), (int)(at % Height));
        }
    }

    /// <summary>The runs of ones, by position.</summary>
    internal IEnumerable<(long Start, long Length)> Ones()
    {
        var at = 0L;
        for (var i = 0; i < _counts.Length; at += _counts[i++])
        {
            if (i % 2 == 1 && _counts[i] > 0) yield return (at, _counts[i]);
        }
    }

    /// <summary>Subtracts instead of summing, so that no sum overflows.</summary>
    private static bool Fills(long[] counts, long pixels)
    {
        foreach (var run in counts)
        {
            if (run < 0 || run > pixels) return false;
            pixels -= run;
        }

        return pixels == 0;
    }
}
