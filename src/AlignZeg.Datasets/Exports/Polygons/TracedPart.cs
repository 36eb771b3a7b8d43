using AlignZeg.Datasets.Exports.Areas;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports.Polygons;

/// <summary>A connected part with its outline.</summary>
/// <param name="Number">Its number in the image's <see cref="ComponentMap"/>.</param>
/// <param name="Part">Class, area and box.</param>
/// <param name="Outline">Along the edges of its pixels.</param>
internal sealed record TracedPart(int Number, Component Part, Outline Outline)
{
    /// <summary>The parts of an image, the one first whose outline encloses most: readers that paint in this order, holes and all, get nested parts right. Of a thin ring that is more than of what lies in it.</summary>
    public static IEnumerable<TracedPart> Of(ComponentMap parts)
    {
        var outlines = OutlineTracer.Trace(parts);
        return parts.Components.Select((part, number) => new TracedPart(number, part, outlines[number])).OrderByDescending(traced => traced.Outline.Enclosed).ThenBy(traced => traced.Number);
    }

    /// <summary>Paints rings into a map.</summary>
    public static void Paint(LabelMap map, int id, params IEnumerable<IReadOnlyList<(double X, double Y)>> rings) => PolygonFill.Fill(
        rings, map.Width, map.Height, (row, from, to) => Array.Fill(map.Ids, (ushort)id, row * map.Width + from, to - from));
}
