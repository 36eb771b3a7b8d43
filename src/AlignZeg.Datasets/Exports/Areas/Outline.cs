namespace AlignZeg.Datasets.Exports.Areas;

/// <summary>A part's outline along the edges of its pixels.</summary>
/// <param name="Outer">Corners around it, clockwise as seen.</param>
/// <param name="Holes">Corners around each hole, the other way round.</param>
internal sealed record Outline(IReadOnlyList<(int X, int Y)> Outer, IReadOnlyList<IReadOnlyList<(int X, int Y)>> Holes)
{
    /// <summary>The area that the outer ring encloses, holes and what lies in them included.</summary>
    public long Enclosed => Math.Abs(Outer.Zip(Outer.Skip(1).Append(Outer[0]), (from, to) => (long)from.X * to.Y - (long)to.X * from.Y).Sum()) / 2;

    /// <summary>The outer ring, then the holes.</summary>
    public IEnumerable<IReadOnlyList<(int X, int Y)>> Rings => Holes.Prepend(Outer);
}
