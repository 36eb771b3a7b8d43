using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Rle;

namespace AlignZeg.Server.Segmenting;

/// <summary>The pixels of one class, as COCO writes them.</summary>
/// <param name="Id">The class.</param>
/// <param name="Size">Height and width in pixels.</param>
/// <param name="Counts">Run lengths down the columns, in COCO's compressed text.</param>
/// <param name="Bbox">Left, top, width and height in pixels.</param>
/// <param name="Area">Pixels.</param>
internal sealed record ClassMask(int Id, IReadOnlyList<int> Size, string Counts, IReadOnlyList<double> Bbox, long Area)
{
    /// <summary>The masks of classes of a map, in one pass.</summary>
    /// <param name="map">The map.</param> <param name="classes">Ids.</param>
    public static IReadOnlyList<ClassMask> Of(LabelMap map, IReadOnlyList<int> classes)
    {
        var areas = new int[ushort.MaxValue + 1];
        Array.Fill(areas, -1);
        for (int i = 0; i < classes.Count; i++) areas[classes[i]] = i;
        var masks = RleSet.Of(Array.ConvertAll(map.Ids, id => areas[id]), classes.Count, map.Width, map.Height);
        return [.. classes.Zip(masks, Of)];
    }

    private static ClassMask Of(int id, RleMask mask)
    {
        var box = mask.Bounds;
        return new(id, [mask.Height, mask.Width], RleText.Write(mask.Counts), [box.X, box.Y, box.Width, box.Height], mask.Area);
    }
}
