using System.Text.Json;
using AlignZeg.Datasets.Exports.Areas;

namespace AlignZeg.Datasets.Exports.Coco;

/// <summary>What COCO's files have in common. A category's id is the class's id + 1.</summary>
internal static class CocoJson
{
    /// <summary>The category of a class.</summary>
    public static int CategoryOf(int number) => number + 1;

    /// <summary>Who made the file.</summary>
    public static void WriteInfo(Utf8JsonWriter json, string description)
    {
        json.WriteStartObject("info");
        json.WriteString("description", description);
        json.WriteString("contributor", "alignzeg export");
        json.WriteEndObject();
    }

    /// <summary>An element of <c>images</c>.</summary>
    public static void WriteImage(Utf8JsonWriter json, ExportImage image)
    {
        json.WriteStartObject();
        json.WriteNumber("id", image.Number);
        json.WriteString("file_name", image.Name);
        json.WriteNumber("width", image.Labels.Width);
        json.WriteNumber("height", image.Labels.Height);
        json.WriteEndObject();
    }

    /// <summary>The member <c>categories</c>.</summary>
    public static void WriteCategories(Utf8JsonWriter json, ExportClasses classes, Action<Utf8JsonWriter, int>? more = null)
    {
        json.WriteStartArray("categories");
        for (var number = 0; number < classes.Count; number++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", CategoryOf(number));
            json.WriteString("name", classes.Names[number]);
            json.WriteString("supercategory", "");
            more?.Invoke(json, number);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The members that annotations and segments share.</summary>
    public static void WriteArea(Utf8JsonWriter json, Component part)
    {
        json.WriteNumber("category_id", CategoryOf(part.Class));
        json.WriteNumber("area", part.Area);
        json.WriteStartArray("bbox");
        foreach (var value in new[] { part.Left, part.Top, part.Width, part.Height }) json.WriteNumberValue(value);
        json.WriteEndArray();
        json.WriteNumber("iscrowd", 0);
    }
}
