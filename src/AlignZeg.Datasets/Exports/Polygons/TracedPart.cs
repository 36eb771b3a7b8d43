using AlignZeg.Datasets.Exports.Areas;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports.Polygons;

/// <summary>A connected part with its outline.</summary>
/// <param name="Number">Its number in the image's <see cref="ComponentMap"/>.</param>
/// <param name="Part">Class, area and box.</param>
/// <param name="Outline">Along the edges of its pixels.</param>
internal sealed record TracedPart(int Number, Component Part, Outline Outline)
{
    /// <summary>The parts of an image, the largest first: readers that paint in this order get nested parts right.</summary>
    public static IEnumerable<TracedPart> Of(ComponentMap parts)
    {
        var outlines = OutlineTracer.Trace(parts);
        return parts.LargestFirst().Select(pair => new TracedPart(pair.Number, pair.Part, outlines[pair.Number]));
    }

    /// <summary>Paints rings into a map.</summary>
    public static void Paint(LabelMap map, int id, params IEnumerable<IReadOnlyList<(double X, double Y)>> rings) => PolygonFill.Fill(
        rings, map.Width, map.Height, (row, from, to) => Array.Fill(map.Ids, (ushort)id, row * map.Width + from, to - from));
}
