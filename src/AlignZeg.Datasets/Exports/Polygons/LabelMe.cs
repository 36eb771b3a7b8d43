using System.Text.Json;
using AlignZeg.Datasets.Exports.Areas;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports.Polygons;

/// <summary>
/// <c>STEM.json</c> per image as LabelMe has it: a polygon per connected part; a part with holes is a shape of type <c>mask</c> (a PNG of its box), since a
/// polygon cannot hold them. Shapes go from large to small.
/// </summary>
internal sealed class LabelMe : IExportFormat
{
    private ExportFolder? _folder;
    private ExportClasses? _classes;

    public void Begin(ExportFolder folder, ExportClasses classes)
    {
        if (classes.Names.Distinct().Count() < classes.Count) throw new ExportException("LabelMe tells classes apart by name, and two classes share one; rename one of them.");
        (_folder, _classes) = (folder, classes);
    }

    public LabelMap Add(ExportImage image, ExportLosses losses)
    {
        var bytes = JsonText.Write(json => Write(json, image));
        _folder!.Write($"{image.Stem}.json", bytes);
        return Read(bytes, image.Labels.Width, image.Labels.Height);
    }

    public void Complete() => _folder!.Write("labels.txt", string.Concat(_classes!.Names.Select(name => name + "\n")));

    public long IdOf(int number) => number;

    public void Dispose()
    {
        // Nothing is held open.
    }

    private void Write(Utf8JsonWriter json, ExportImage image)
    {
        json.WriteStartObject();
        json.WriteString("version", "5.3.0");
        json.WriteStartObject("flags");
        json.WriteEndObject();
        json.WriteStartArray("shapes");
        var parts = ComponentMap.Parts(image.Labels, _classes!.Ignore);
        foreach (var one in TracedPart.Of(parts)) WriteShape(json, one, parts);
        json.WriteEndArray();
        json.WriteString("imagePath", Path.GetFileName(image.Name));
        json.WriteNull("imageData");
        json.WriteNumber("imageHeight", image.Labels.Height);
        json.WriteNumber("imageWidth", image.Labels.Width);
        json.WriteEndObject();
    }

    private void WriteShape(Utf8JsonWriter json, TracedPart one, ComponentMap parts)
    {
        var (part, mask) = (one.Part, one.Outline.Holes.Count > 0);
        json.WriteStartObject();
        json.WriteString("label", _classes!.Names[part.Class]);
        json.WritePropertyName("points");
        JsonText.WritePoints(json, mask ? [(part.Left, part.Top), (part.Right, part.Bottom)] : one.Outline.Outer);
        json.WriteNull("group_id");
        json.WriteString("description", "");
        json.WriteString("shape_type", mask ? "mask" : "polygon");
        json.WriteStartObject("flags");
        json.WriteEndObject();
        if (mask) json.WriteBase64String("mask", LabelMapPng.EncodeGrey(PartBox.Pixels(parts, one.Number), part.Width, part.Height));
        else json.WriteNull("mask");
        json.WriteEndObject();
    }

    private LabelMap Read(byte[] bytes, int width, int height)
    {
        var map = _classes!.Blank(width, height);
        var numbers = _classes.Names.Select((name, number) => (name, number)).ToDictionary(pair => pair.name, pair => pair.number);
        using var document = JsonDocument.Parse(bytes);
        foreach (var shape in document.RootElement.GetProperty("shapes").EnumerateArray())
        {
            var (number, points) = (numbers[shape.GetProperty("label").GetString()!], JsonText.Points(shape.GetProperty("points")));
            if (shape.GetProperty("shape_type").GetString() == "polygon") TracedPart.Paint(map, number, points);
            else PartBox.Paint(map, number, (int)points[0].X, (int)points[0].Y, LabelMapPng.DecodeBack(shape.GetProperty("mask").GetBytesFromBase64(), "mask"));
        }

        return map;
    }
}
