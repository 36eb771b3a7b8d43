using AlignZeg.Datasets.Exports.Areas;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Tests.Exports.Areas;

public sealed class OutlineTracerTests
{
    // The property that makes polygons exact: the rings of a part hold its pixels and no others, by a test that shares nothing with the tracer.
    [Fact]
    public void Rings_HoldExactlyThePixelsOfTheirPart()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var map = RandomMaps.Make(seed, 3);
            var parts = ComponentMap.Parts(map, LabelMap.Ignore8);
            var outlines = OutlineTracer.Trace(parts);
            for (var at = 0; at < parts.Of.Length; at++)
            {
                var inside = Enumerable.Range(0, outlines.Length).Where(number => Inside(outlines[number].Rings, at % map.Width, at / map.Width));
                Assert.Equal(parts.Of[at] < 0 ? [] : new[] { parts.Of[at] }, inside);
            }
        }
    }

    [Fact]
    public void FirstRing_IsTheOuterOne_AndHolesRunTheOtherWay()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var map = RandomMaps.Make(seed, 2);
            var parts = ComponentMap.Parts(map, LabelMap.Ignore8);
            Assert.All(OutlineTracer.Trace(parts).Zip(parts.Components), pair =>
            {
                Assert.True(SignedArea(pair.First.Outer) > 0);
                Assert.All(pair.First.Holes, hole => Assert.True(SignedArea(hole) < 0));
                Assert.Equal(pair.Second.Area, pair.First.Rings.Sum(SignedArea));
                Assert.Equal((pair.Second.Left, pair.Second.Right + 1), (pair.First.Outer.Min(c => c.X), pair.First.Outer.Max(c => c.X)));
            });
        }
    }

    [Fact]
    public void Ring_AroundAHole_HasTwoRings()
    {
        var map = new LabelMap([0, 0, 0, 0, 1, 0, 0, 0, 0], 3, 3);
        var outlines = OutlineTracer.Trace(ComponentMap.Parts(map, LabelMap.Ignore8));
        Assert.Equal([(3, 0), (3, 3), (0, 3), (0, 0)], outlines[0].Outer);
        Assert.Equal(4, Assert.Single(outlines[0].Holes).Count);
        Assert.Empty(outlines[1].Holes);
    }

    // The walk turns around its own corner: a hole that touches the outside is no hole, so that polygons without holes keep it open.
    [Fact]
    public void HoleThatTouchesTheOutsideAtACorner_IsPartOfTheOuterRing()
    {
        var outline = OutlineTracer.Trace(ComponentMap.Parts(new([0, 0, 0, 0, 255, 0, 0, 0, 255], 3, 3), LabelMap.Ignore8))[0];
        Assert.Empty(outline.Holes);
        Assert.Equal(7, SignedArea(outline.Outer));
    }

    [Fact]
    public void Corners_DoNotJoinParts() => Assert.Equal(4, ComponentMap.Parts(new([0, 1, 1, 0], 2, 2), LabelMap.Ignore8).Components.Count);

    [Fact]
    public void PolygonFill_GivesThePixelsBack()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var map = RandomMaps.Make(seed, 3);
            var parts = ComponentMap.Parts(map, LabelMap.Ignore8);
            var back = Enumerable.Repeat(LabelMap.Ignore8, map.Ids.Length).ToArray();
            foreach (var (outline, part) in OutlineTracer.Trace(parts).Zip(parts.Components))
            {
                var rings = outline.Rings.Select(ring => (IReadOnlyList<(double X, double Y)>)[.. ring.Select(corner => ((double)corner.X, (double)corner.Y))]);
                PolygonFill.Fill(rings, map.Width, map.Height, (row, from, to) => Array.Fill(back, (ushort)part.Class, row * map.Width + from, to - from));
            }

            Assert.Equal(map.Ids, back);
        }
    }

    private static long SignedArea(IReadOnlyList<(int X, int Y)> ring) =>
        Enumerable.Range(0, ring.Count).Sum(i => (long)ring[i].X * ring[(i + 1) % ring.Count].Y - (long)ring[(i + 1) % ring.Count].X * ring[i].Y) / 2;

    private static bool Inside(IEnumerable<IReadOnlyList<(int X, int Y)>> rings, int x, int y) =>
        rings.Sum(ring => Enumerable.Range(0, ring.Count).Count(i => Crosses(ring[i], ring[(i + 1) % ring.Count], x + .5, y + .5))) % 2 == 1;

    private static bool Crosses((int X, int Y) a, (int X, int Y) b, double x, double y) => a.X == b.X && a.X > x && Math.Min(a.Y, b.Y) < y && Math.Max(a.Y, b.Y) > y;
}
