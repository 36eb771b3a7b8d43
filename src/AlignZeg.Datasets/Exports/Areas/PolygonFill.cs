namespace AlignZeg.Datasets.Exports.Areas;

/// <summary>Rings to pixels, for reading polygons back: a pixel is inside if its centre is, by the even-odd rule.</summary>
internal static class PolygonFill
{
    /// <summary>Calls for each run of pixels inside.</summary>
    /// <param name="rings">Corners of each ring; holes among them in any direction.</param>
    /// <param name="width">Columns; what lies outside is cut off.</param>
    /// <param name="height">Rows.</param>
    /// <param name="fill">Given row, first column and the column after the last.</param>
    public static void Fill(IEnumerable<IReadOnlyList<(double X, double Y)>> rings, int width, int height, Action<int, int, int> fill)
    {
        var crossings = new List<(int Row, double X)>();
        foreach (var ring in rings)
        {
            for (var i = 0; i < ring.Count; i++) Cross(ring[i], ring[(i + 1) % ring.Count], height, crossings);
        }

        crossings.Sort();
        for (var i = 0; i + 1 < crossings.Count; i += 2)
        {
            var (row, from, to) = (crossings[i].Row, Column(crossings[i].X, width), Column(crossings[i + 1].X, width));
            if (to > from) fill(row, from, to);
        }
    }

    /// <summary>The first column whose centre is not left of x.</summary>
    private static int Column(double x, int width) => (int)Math.Clamp(Math.Ceiling(x - .5), 0, width);

    private static void Cross((double X, double Y) a, (double X, double Y) b, int height, List<(int Row, double X)> crossings)
    {
        if (a.Y > b.Y) (a, b) = (b, a);
        var (first, end) = (Math.Max(0, Math.Ceiling(a.Y - .5)), Math.Min(height, Math.Ceiling(b.Y - .5)));
        for (var row = first; row < end; row++) crossings.Add(((int)row, a.X + (b.X - a.X) * (row + .5 - a.Y) / (b.Y - a.Y)));
    }
}
