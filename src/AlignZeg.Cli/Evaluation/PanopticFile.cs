using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Datasets.Metrics;

namespace AlignZeg.Cli.Evaluation;

/// <summary>A COCO panoptic JSON: which segments the PNGs of its folder hold. The folder is the file's name without <c>.json</c>.</summary>
/// <param name="Path">Of the JSON.</param> <param name="Maps">Per image id.</param> <param name="Names">Per image id the name of the picture without extension; empty if the file does not say.</param>
/// <param name="Categories">Per category id; empty if the file has none.</param>
internal sealed record PanopticFile(string Path, IReadOnlyDictionary<string, PanopticMap> Maps, IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<int, PanopticCategory> Categories)
{
    /// <summary>Folder of the PNGs.</summary>
    public string Folder => Path[..^".json".Length];

    /// <summary>Reads a file.</summary>
    /// <exception cref="CommandException">There is none, its folder is missing, or it is of another form.</exception>
    public static async Task<PanopticFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) throw CommandException.BadInput($"There is no file '{path}'; give a COCO panoptic JSON.");
        try
        {
            await using var stream = File.OpenRead(path);
            using var document = await JsonDocument.ParseAsync(stream, default, cancellationToken);
            var file = new PanopticFile(path, MapsOf(document.RootElement), NamesOf(document.RootElement), CategoriesOf(document.RootElement));
            return Directory.Exists(file.Folder) ? file : throw CommandException.BadInput($"There is no folder '{file.Folder}'; the PNGs of '{path}' belong there.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw CommandException.BadInput($"The file '{path}' is not a COCO panoptic JSON: {exception.Message}", exception);
        }
    }

    private static Dictionary<string, PanopticMap> MapsOf(JsonElement root) => root.GetProperty("annotations").EnumerateArray().ToDictionary(
        one => one.GetProperty("image_id").ToString(),
        one => new PanopticMap(one.GetProperty("file_name").GetString()!, [.. one.GetProperty("segments_info").EnumerateArray().Select(SegmentOf)]));

    private static Dictionary<string, string> NamesOf(JsonElement root) => !root.TryGetProperty("images", out var list) ? [] : list.EnumerateArray().Where(one => one.TryGetProperty("file_name", out _))
        .ToDictionary(one => one.GetProperty("id").ToString(), one => System.IO.Path.ChangeExtension(one.GetProperty("file_name").GetString()!, null));

    private static PanopticSegment SegmentOf(JsonElement one) => new(
        one.GetProperty("id").GetInt32(), one.GetProperty("category_id").GetInt32(), one.TryGetProperty("iscrowd", out var crowd) && crowd.GetInt32() != 0);

    private static Dictionary<int, PanopticCategory> CategoriesOf(JsonElement root) => !root.TryGetProperty("categories", out var list) ? [] : list.EnumerateArray().ToDictionary(
        one => one.GetProperty("id").GetInt32(),
        one => new PanopticCategory(one.GetProperty("name").GetString()!, one.TryGetProperty("isthing", out var thing) && thing.GetInt32() != 0));
}

/// <summary>One image of a panoptic file.</summary>
/// <param name="FileName">Of the PNG.</param> <param name="Segments">All of it.</param>
internal sealed record PanopticMap(string FileName, IReadOnlyList<PanopticSegment> Segments);

/// <summary>A category.</summary>
/// <param name="Name">For people.</param> <param name="IsThing">A thing is countable; stuff is not.</param>
internal sealed record PanopticCategory(string Name, bool IsThing);
