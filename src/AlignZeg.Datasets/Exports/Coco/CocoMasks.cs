using AlignZeg.Datasets.Exports.Areas;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Rle;

namespace AlignZeg.Datasets.Exports.Coco;

/// <summary>
/// <c>annotations.json</c> with one compressed RLE per connected part (instances) or per class (stuff). A semantic map knows no instances: parts are what
/// hangs together. RLE and not polygons, which hold no holes; <c>iscrowd</c> stays 0, or evaluators would take each for a crowd.
/// </summary>
/// <param name="byPart">True: an annotation per part; false: per class.</param>
internal sealed class CocoMasks(bool byPart) : IExportFormat
{
    private JsonSections? _file;
    private ExportClasses? _classes;
    private long _annotations;

    public void Begin(ExportFolder folder, ExportClasses classes) => (_file, _classes) = (new(folder.PathOf("annotations.json"), "annotations", "images"), classes);

    public LabelMap Add(ExportImage image, ExportLosses losses)
    {
        var parts = byPart ? ComponentMap.Parts(image.Labels, _classes!.Ignore) : ComponentMap.Classes(image.Labels, _classes!.Ignore);
        var masks = RleSet.Of(parts.Of, parts.Components.Count, parts.Width, parts.Height);
        var back = _classes.Blank(parts.Width, parts.Height);
        _file!.Add("images", json => CocoJson.WriteImage(json, image));
        for (var number = 0; number < masks.Length; number++)
        {
            var (part, text) = (parts.Components[number], RleText.Write(masks[number].Counts));
            WriteAnnotation(image.Number, part, text, parts);
            new RleMask(RleText.Read(text), parts.Width, parts.Height).Paint((x, y) => back.Ids[y * back.Width + x] = (ushort)part.Class);
        }

        if (!byPart) losses.MergedParts += ComponentMap.Parts(image.Labels, _classes.Ignore).Components.Count - masks.Length;
        return back;
    }

    public void Complete() => _file!.Complete(json =>
    {
        CocoJson.WriteInfo(json, byPart ? "Connected parts of semantic label maps: no instances." : "One mask per class and image.");
        CocoJson.WriteCategories(json, _classes!);
    });

    public long IdOf(int number) => CocoJson.CategoryOf(number);

    public void Dispose() => _file?.Dispose();

    private void WriteAnnotation(int image, Component part, string text, ComponentMap parts) => _file!.Add("annotations", json =>
    {
        json.WriteStartObject();
        json.WriteNumber("id", ++_annotations);
        json.WriteNumber("image_id", image);
        json.WriteStartObject("segmentation");
        json.WriteStartArray("size");
        json.WriteNumberValue(parts.Height);
        json.WriteNumberValue(parts.Width);
        json.WriteEndArray();
        json.WriteString("counts", text);
        json.WriteEndObject();
        CocoJson.WriteArea(json, part);
        json.WriteEndObject();
    });
}
