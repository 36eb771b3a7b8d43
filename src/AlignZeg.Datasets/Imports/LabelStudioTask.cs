using System.Text.Json;
using System.Text.RegularExpressions;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Imports;

/// <summary>
/// A task of Label Studio's export and the annotation of it that counts: the ground truth if one is marked, else the last that was not skipped, else the last
/// prediction, so that what nobody has corrected yet is read as well.
/// </summary>
internal sealed partial class LabelStudioTask
{
    private const double Percent = 100;

    /// <summary>Takes a task.</summary>
    /// <exception cref="ExportException">Nobody annotated it, or its image is turned.</exception>
    public LabelStudioTask(JsonElement task)
    {
        var results = Counted(task) is { } annotation ? annotation.GetProperty("result").EnumerateArray().ToList() : [];
        var labels = results.Where(one => Text(one, "type") == "labels" && Text(one, "id") is not null).ToLookup(one => Text(one, "id")!, one => LabelOf(one.GetProperty("value"), "labels"));
        Regions = [.. results.Where(IsRegion).Select(one => Region(one, Text(one, "id") is { } id ? labels[id].FirstOrDefault() : null))];
        Turned = results.Any(one => one.TryGetProperty("image_rotation", out var turn) && turn.ValueKind == JsonValueKind.Number && turn.GetDouble() != 0);
    }

    /// <summary>The regions, as they were drawn.</summary>
    public IReadOnlyList<LabelStudioRegion> Regions { get; }

    /// <summary>Columns of the image.</summary>
    /// <exception cref="ExportException">No region says it, or the image was turned in the tool.</exception>
    public int Width => Size.Width;

    /// <summary>Rows of the image.</summary>
    /// <exception cref="ExportException">As <see cref="Width"/>.</exception>
    public int Height => Size.Height;

    private bool Turned { get; }

    private (int Width, int Height) Size => Turned ? throw new ExportException("Its image was turned in Label Studio; turn it back there, or turn the file.")
        : Regions.Count > 0 ? Regions[0].Size : throw new ExportException("It has no region in an annotation or prediction, so its size is unknown.");

    /// <summary>The name of its image: what was uploaded without the tool's prefix, the path of a local file, or that of an address.</summary>
    public static string NameOf(JsonElement task)
    {
        var data = task.GetProperty("data").EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.String).Select(one => (one.Name, Value: one.Value.GetString()!)).ToList();
        var source = data.FirstOrDefault(one => one.Name == "image").Value ?? data.Select(one => one.Value).FirstOrDefault(ImageExtensions.Has) ?? throw new FormatException();
        if (source.IndexOf("/data/local-files/?d=", StringComparison.Ordinal) is >= 0 and var at) return Uri.UnescapeDataString(source[(at + "/data/local-files/?d=".Length)..]);
        if (Uploaded().Match(source) is { Success: true } uploaded) return Uri.UnescapeDataString(uploaded.Groups["name"].Value);
        return source.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(source, UriKind.Absolute, out var address) ? Uri.UnescapeDataString(address.AbsolutePath).TrimStart('/') : source;
    }

    private static JsonElement? Counted(JsonElement task)
    {
        bool Is(JsonElement one, string name) => one.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
        IEnumerable<JsonElement> List(string name) => task.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object) : [];
        List<JsonElement> made = [.. List("annotations").Where(one => !Is(one, "was_cancelled"))];
        List<JsonElement> ordered = [.. List("predictions"), .. made, .. made.Where(one => Is(one, "ground_truth"))];
        return ordered.Count > 0 ? ordered[^1] : null;
    }

    private static bool IsRegion(JsonElement one) => one.TryGetProperty("original_width", out _) && Text(one, "type") != "labels";

    private static LabelStudioRegion Region(JsonElement one, string? label)
    {
        var (type, value) = (Text(one, "type") ?? "", one.GetProperty("value"));
        var size = (Width: one.GetProperty("original_width").GetInt32(), Height: one.GetProperty("original_height").GetInt32());
        label = LabelOf(value, type) ?? label;
        return type switch
        {
            "brush" or "brushlabels" or "magicwand" => new(label, size, [.. value.GetProperty("rle").EnumerateArray().Select(item => item.GetByte())], null),
            "polygon" or "polygonlabels" => new(label, size, null, [.. value.GetProperty("points").EnumerateArray().Select(pair => (pair[0].GetDouble() * size.Width / Percent, pair[1].GetDouble() * size.Height / Percent))]),
            _ => new(null, size, null, null),
        };
    }

    private static string? LabelOf(JsonElement value, string member) => value.TryGetProperty(member, out var labels) && labels.ValueKind == JsonValueKind.Array && labels.GetArrayLength() > 0 ? labels[0].GetString() : null;

    private static string? Text(JsonElement one, string name) => one.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("/data/upload/(?:[0-9]+/)?(?:[0-9a-f]{8}-)?(?<name>[^?]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Uploaded();
}
