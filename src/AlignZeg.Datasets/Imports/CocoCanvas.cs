using System.Text.Json;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Rle;

namespace AlignZeg.Datasets.Imports;

/// <summary>Paints the annotations of one COCO image: large ones first, so that what lies on top of them stays.</summary>
/// <param name="canvas">Without labels.</param>
/// <param name="ignore">The id of "no label".</param>
/// <param name="classOf">The class of a category.</param>
internal sealed class CocoCanvas(LabelCanvas canvas, ushort ignore, Func<long, int> classOf)
{
    private int Width => canvas.Map.Width;

    private int Height => canvas.Map.Height;

    /// <summary>Paints instances or stuff.</summary>
    public void PaintMasks(IEnumerable<JsonElement> annotations)
    {
        var masks = annotations.Select(one => (Class: classOf(one.GetProperty("category_id").GetInt64()), Mask: MaskOf(one.GetProperty("segmentation")))).ToList();
        foreach (var (number, mask) in masks.OrderByDescending(one => one.Mask.Area)) mask.Paint((x, y) => canvas.Paint(y * Width + x, number));
    }

    /// <summary>Paints the segments of a panoptic PNG.</summary>
    public void PaintPanoptic(JsonElement annotation, string folder)
    {
        var path = new ExportFolder(folder).Inside(annotation.GetProperty("file_name").GetString()!);
        if (!File.Exists(path)) throw new ExportException($"Its PNG '{path}' is missing.");
        var segments = annotation.GetProperty("segments_info").EnumerateArray().ToDictionary(one => one.GetProperty("id").GetInt32(), one => classOf(one.GetProperty("category_id").GetInt64()));
        var read = ColourPng.Decode(File.ReadAllBytes(path), path, id => id == 0 ? ignore : segments.TryGetValue(id, out var number) ? number : throw new ExportException($"Its PNG has a segment {id} that the file does not list."));
        if (read.Width != Width || read.Height != Height) throw new ExportException($"Its PNG is {read.Width}x{read.Height}, not {Width}x{Height}.");
        read.Ids.CopyTo(canvas.Map.Ids, 0);
    }

    private RleMask MaskOf(JsonElement segmentation)
    {
        if (segmentation.ValueKind == JsonValueKind.Array)
        {
            return segmentation.EnumerateArray().Select(ring => RlePolygon.Fill([.. ring.EnumerateArray().Select(value => value.GetDouble())], Width, Height))
                .Aggregate(new RleMask([(long)Width * Height], Width, Height), RleOverlap.Union);
        }

        var (size, counts) = (segmentation.GetProperty("size"), segmentation.GetProperty("counts"));
        if (size[0].GetInt32() != Height || size[1].GetInt32() != Width) throw new ExportException($"It has a mask of {size[1]}x{size[0]}, not {Width}x{Height}.");
        return new(counts.ValueKind == JsonValueKind.String ? RleText.Read(counts.GetString()!) : counts.EnumerateArray().Select(count => count.GetInt64()), Width, Height);
    }
}
