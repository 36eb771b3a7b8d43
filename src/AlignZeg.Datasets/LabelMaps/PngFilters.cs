namespace AlignZeg.Datasets.LabelMaps;

/// <summary>The five line filters of PNG (PNG specification, § 9).</summary>
internal static class PngFilters
{
    /// <summary>Undoes the filter of one line in place.</summary>
    /// <param name="filter">The line's filter byte.</param>
    /// <param name="line">The filtered bytes; afterwards the samples.</param>
    /// <param name="above">The samples of the line above; zeros for the first line.</param>
    /// <param name="step">Bytes per pixel, at least 1.</param>
    /// <returns>False if there is no such filter.</returns>
    public static bool Undo(byte filter, Span<byte> line, ReadOnlySpan<byte> above, int step)
    {
        switch (filter)
        {
            case 0: return true;
            case 1:
                for (var i = step; i < line.Length; i++) line[i] += line[i - step];
                return true;
            case 2:
                for (var i = 0; i < line.Length; i++) line[i] += above[i];
                return true;
            case 3:
                for (var i = 0; i < line.Length; i++) line[i] += (byte)(((i < step ? 0 : line[i - step]) + above[i]) / 2);
                return true;
            case 4:
                for (var i = 0; i < line.Length; i++) line[i] += i < step ? above[i] : Paeth(line[i - step], above[i], above[i - step]);
                return true;
            default: return false;
        }
    }

    /// <summary>Whichever of left, above and above-left is nearest to left + above - aboveLeft; ties in that order.</summary>
    private static byte Paeth(int left, int above, int aboveLeft)
    {
        var estimate = left + above - aboveLeft;
        var (toLeft, toAbove, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - aboveLeft));
        if (toLeft <= toAbove && toLeft <= toCorner) return (byte)left;
        return (byte)(toAbove <= toCorner ? above : aboveLeft);
    }
}
