using System.Text.Json;
using AlignZeg.Datasets.Exports.Areas;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports.Polygons;

/// <summary><c>STEM.geojson</c> per image: a polygon with its holes per connected part, in pixels, (0, 0) the top left corner of the picture and y down.</summary>
internal sealed class GeoJson : IExportFormat
{
    private ExportFolder? _folder;
    private ExportClasses? _classes;

    public void Begin(ExportFolder folder, ExportClasses classes) => (_folder, _classes) = (folder, classes);

    public LabelMap Add(ExportImage image, ExportLosses losses)
    {
        var bytes = JsonText.Write(json => Write(json, image));
        _folder!.Write($"{image.Stem}.geojson", bytes);
        var map = _classes!.Blank(image.Labels.Width, image.Labels.Height);
        using var back = JsonDocument.Parse(bytes);
        foreach (var feature in back.RootElement.GetProperty("features").EnumerateArray())
            TracedPart.Paint(map, feature.GetProperty("properties").GetProperty("id").GetInt32(), [.. feature.GetProperty("geometry").GetProperty("coordinates").EnumerateArray().Select(JsonText.Points)]);
        return map;
    }

    public void Complete() => _folder!.Write("classes.txt", string.Concat(_classes!.Names.Select(name => name + "\n")));

    public long IdOf(int number) => number;

    public void Dispose()
    {
        // Nothing is held open.
    }

    private void Write(Utf8JsonWriter json, ExportImage image)
    {
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteString("image", image.Name);
        json.WriteNumber("width", image.Labels.Width);
        json.WriteNumber("height", image.Labels.Height);
        json.WriteStartArray("features");
        foreach (var one in TracedPart.Of(ComponentMap.Parts(image.Labels, _classes!.Ignore))) WriteFeature(json, one);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteFeature(Utf8JsonWriter json, TracedPart one)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteStartObject("properties");
        json.WriteNumber("id", one.Part.Class);
        json.WriteString("class", _classes!.Names[one.Part.Class]);
        json.WriteNumber("area", one.Part.Area);
        json.WriteEndObject();
        json.WriteStartObject("geometry");
        json.WriteString("type", "Polygon");
        json.WriteStartArray("coordinates");
        foreach (var ring in one.Outline.Rings) JsonText.WritePoints(json, [.. ring, ring[0]]);     // a ring of GeoJSON ends where it began
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
