using AlignZeg.Datasets.Exports.Areas;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports.Coco;

/// <summary>
/// <c>panoptic.json</c> and a PNG per image in <c>panoptic/</c>, whose pixels hold R + 256 G + 65536 B = the segment's id, 0 for none. All classes are
/// stuff, one segment each, and a segment's id is its category's.
/// </summary>
internal sealed class CocoPanoptic : IExportFormat
{
    private ExportFolder? _folder;
    private JsonSections? _file;
    private ExportClasses? _classes;

    public void Begin(ExportFolder folder, ExportClasses classes) =>
        (_folder, _file, _classes) = (folder, new(folder.PathOf("panoptic.json"), "annotations", "images"), classes);

    public LabelMap Add(ExportImage image, ExportLosses losses)
    {
        var segments = ComponentMap.Classes(image.Labels, _classes!.Ignore);
        var name = image.Stem + ".png";
        var png = ColourPng.Encode(image.Labels, id => id == _classes.Ignore ? 0 : CocoJson.CategoryOf(id));
        _folder!.Write("panoptic/" + name, png);
        _file!.Add("images", json => CocoJson.WriteImage(json, image));
        _file.Add("annotations", json =>
        {
            json.WriteStartObject();
            json.WriteNumber("image_id", image.Number);
            json.WriteString("file_name", name);
            json.WriteStartArray("segments_info");
            foreach (var segment in segments.Components)
            {
                json.WriteStartObject();
                json.WriteNumber("id", CocoJson.CategoryOf(segment.Class));
                CocoJson.WriteArea(json, segment);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
        losses.MergedParts += ComponentMap.Parts(image.Labels, _classes.Ignore).Components.Count - segments.Components.Count;
        return ColourPng.Decode(png, image.Stem, value => value == 0 ? _classes.Ignore : value - 1);
    }

    public void Complete() => _file!.Complete(json =>
    {
        CocoJson.WriteInfo(json, "Semantic label maps: every class is stuff.");
        CocoJson.WriteCategories(json, _classes!, (writer, number) =>
        {
            var colour = Palette.ColourOf(number);
            writer.WriteNumber("isthing", 0);
            writer.WriteStartArray("color");
            foreach (var value in new[] { colour.R, colour.G, colour.B }) writer.WriteNumberValue(value);
            writer.WriteEndArray();
        });
    });

    public long IdOf(int number) => CocoJson.CategoryOf(number);

    public void Dispose() => _file?.Dispose();
}
