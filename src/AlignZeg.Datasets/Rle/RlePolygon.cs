namespace AlignZeg.Datasets.Rle;

/// <summary>
/// Polygons to masks exactly as cocoapi fills them: corners and edges are put on a grid five times as fine, and a column changes where its centre line is
/// crossed. Source: the behaviour of <c>rleFrPoly</c> and <c>rleFrBbox</c>, cocoapi at 8c9bcc3.
/// </summary>
public static class RlePolygon
{
    private const int Scale = 5;

    /// <summary>Fills one polygon.</summary>
    /// <param name="points">x, y of each corner; what lies outside the mask is cut off.</param>
    /// <param name="width">Columns of the mask.</param>
    /// <param name="height">Rows of the mask.</param>
    /// <exception cref="RleException">An odd number of values, none, or one that is no number or far outside the mask.</exception>
    public static RleMask Fill(IReadOnlyList<double> points, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count < 2 || points.Count % 2 == 1) throw new RleException($"A polygon needs pairs of x and y, not {points.Count} values.");
        if (points.Any(value => !(Math.Abs(value) < 1e8))) throw new RleException("A polygon has a corner that is no number within 100 million pixels.");
        return FromFlips(Flips(Outline(points), width, height), width, height);
    }

    /// <summary>Fills a box.</summary>
    /// <exception cref="RleException">A side is no number.</exception>
    public static RleMask Fill(RleBox box, int width, int height)
    {
        var (right, bottom) = (box.X + box.Width, box.Y + box.Height);
        return Fill([box.X, box.Y, box.X, bottom, right, bottom, right, box.Y], width, height);
    }

    /// <summary>Every fine grid point that the edges pass, in order.</summary>
    private static IEnumerable<(int U, int V)> Outline(IReadOnlyList<double> points)
    {
        var corners = Enumerable.Range(0, points.Count / 2).Select(i => (X: (int)(Scale * points[2 * i] + .5), Y: (int)(Scale * points[2 * i + 1] + .5))).ToArray();
        for (var i = 0; i < corners.Length; i++)
        {
            foreach (var point in Edge(corners[i], corners[(i + 1) % corners.Length])) yield return point;
        }
    }

    private static IEnumerable<(int U, int V)> Edge((int X, int Y) from, (int X, int Y) to)
    {
        var (dx, dy) = (Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y));
        var flat = dx >= dy;
        // Always walked in ascending order of the longer side, so that an edge is the same from both ends.
        var flip = flat ? from.X > to.X : from.Y > to.Y;
        var (a, b) = flip ? (to, from) : (from, to);
        var (length, slope) = flat ? (dx, dx == 0 ? 0 : (double)(b.Y - a.Y) / dx) : (dy, (double)(b.X - a.X) / dy);
        for (var d = 0; d <= length; d++)
        {
            var t = flip ? length - d : d;
            yield return flat ? (a.X + t, (int)(a.Y + slope * t + .5)) : ((int)(a.X + slope * t + .5), a.Y + t);
        }
    }

    /// <summary>The pixels from which on a column is inside where it was outside, or the other way round; sorted.</summary>
    private static List<long> Flips(IEnumerable<(int U, int V)> outline, int width, int height)
    {
        var (flips, last) = (new List<long>(), ((int U, int V)?)null);
        foreach (var point in outline)
        {
            if (last is { } before && before.U != point.U)
            {
                var x = ((point.U < before.U ? point.U : point.U - 1) + .5) / Scale - .5;
                if (Math.Floor(x) == x && x >= 0 && x <= width - 1)
                    flips.Add((long)x * height + (long)Math.Ceiling(Math.Clamp((Math.Min(point.V, before.V) + .5) / Scale - .5, 0, height)));
            }

            last = point;
        }

        flips.Sort();
        return flips;
    }

    private static RleMask FromFlips(List<long> flips, int width, int height)
    {
        var runs = new RunList();
        for (var i = 0; i < flips.Count; i += 2)
        {
            var end = i + 1 < flips.Count ? flips[i + 1] : (long)width * height;
            if (end > flips[i]) runs.Add(flips[i], end - flips[i]);
        }

        return runs.ToMask(width, height);
    }
}
