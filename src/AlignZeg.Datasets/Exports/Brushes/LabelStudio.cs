using System.Security;
using System.Text.Json;
using AlignZeg.Datasets.Exports.Areas;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports.Brushes;

/// <summary>
/// Label Studio: <c>tasks.json</c>, a task per image with one brush region per class as its prediction, and <c>label_config.xml</c>, whose tags are those
/// that the regions name: regions whose tags differ are invisible there.
/// </summary>
internal sealed class LabelStudio : IExportFormat
{
    private const string Tag = "tag", Image = "image";
    private ExportFolder? _folder;
    private ExportClasses? _classes;
    private FileStream? _file;
    private Utf8JsonWriter? _json;

    public void Begin(ExportFolder folder, ExportClasses classes)
    {
        (_folder, _classes, _file) = (folder, classes, File.Create(folder.PathOf("tasks.json")));
        _json = new(_file);
        _json.WriteStartArray();
    }

    public LabelMap Add(ExportImage image, ExportLosses losses)
    {
        var (classes, back) = (ComponentMap.Classes(image.Labels, _classes!.Ignore), _classes.Blank(image.Labels.Width, image.Labels.Height));
        var masks = classes.Components.Zip(BrushRle.Pack(classes.Of, classes.Components.Count), (part, packed) => (part.Class, Packed: packed)).ToList();
        foreach (var (id, packed) in masks)
        {
            BrushRle.Read(packed, back.Ids.Length, (from, to, alpha) =>
            {
                if (alpha != 0) Array.Fill(back.Ids, (ushort)id, from, to - from);
            });
        }

        WriteTask(image, masks);
        losses.MergedParts += ComponentMap.Parts(image.Labels, _classes.Ignore).Components.Count - masks.Count;
        return back;
    }

    public void Complete()
    {
        _json!.WriteEndArray();
        _json.Flush();
        var labels = _classes!.Names.Select((name, number) => $"    <Label value=\"{SecurityElement.Escape(name)}\" background=\"{Palette.ColourOf(number)}\"/>\n");
        _folder!.Write("label_config.xml", $"<View>\n  <Image name=\"{Image}\" value=\"$image\" zoom=\"true\"/>\n  <BrushLabels name=\"{Tag}\" toName=\"{Image}\">\n{string.Concat(labels)}  </BrushLabels>\n</View>\n");
    }

    public long IdOf(int number) => number;

    public void Dispose()
    {
        _json?.Dispose();
        _file?.Dispose();
    }

    private void WriteTask(ExportImage image, List<(int Class, byte[] Packed)> masks)
    {
        _json!.WriteStartObject();
        _json.WriteStartObject("data");
        _json.WriteString("image", image.Name);
        _json.WriteEndObject();
        _json.WriteStartArray("predictions");
        _json.WriteStartObject();
        _json.WriteString("model_version", "alignzeg");
        _json.WriteStartArray("result");
        foreach (var (number, packed) in masks) WriteRegion(image, number, packed);
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
    }

    private void WriteRegion(ExportImage image, int number, byte[] packed)
    {
        _json!.WriteStartObject();
        _json.WriteString("id", $"{image.Number}-{number}");
        _json.WriteString("type", "brushlabels");
        _json.WriteString("from_name", Tag);
        _json.WriteString("to_name", Image);
        _json.WriteNumber("original_width", image.Labels.Width);
        _json.WriteNumber("original_height", image.Labels.Height);
        _json.WriteNumber("image_rotation", 0);
        _json.WriteStartObject("value");
        _json.WriteString("format", "rle");
        _json.WriteStartArray("rle");
        foreach (var value in packed) _json.WriteNumberValue(value);
        _json.WriteEndArray();
        _json.WriteStartArray("brushlabels");
        _json.WriteStringValue(_classes!.Names[number]);
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
    }
}
