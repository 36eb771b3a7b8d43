using System.Text.Json;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Imports;

/// <summary>
/// A COCO file: instances or stuff (polygons, RLE of both kinds), or panoptic with its PNGs in the folder of its name. Held in memory as a whole, since its
/// images and annotations refer to each other in any order; label maps are made one at a time.
/// </summary>
public sealed class CocoFile : ILabelImport
{
    private readonly JsonDocument _document;
    private readonly string _path;
    private readonly Dictionary<long, int> _classOf = [];
    private readonly ILookup<long, JsonElement> _annotations;
    private readonly List<JsonElement> _images;

    private CocoFile(JsonDocument document, string path, IReadOnlyList<string>? names)
    {
        (_document, _path) = (document, path);
        var categories = document.RootElement.GetProperty("categories").EnumerateArray()
            .Select(one => (Id: one.GetProperty("id").GetInt64(), Name: one.GetProperty("name").GetString() ?? "")).OrderBy(one => one.Id).ToList();
        Classes = new(names ?? [.. categories.Select(one => one.Name)]);
        var given = names is null ? null : new ImportedClasses(names, categories.Select(one => one.Name));
        foreach (var (id, name) in categories) _classOf[id] = given?.Of(name) ?? _classOf.Count;
        _images = [.. document.RootElement.GetProperty("images").EnumerateArray()];
        _annotations = document.RootElement.GetProperty("annotations").EnumerateArray().ToLookup(one => one.GetProperty("image_id").GetInt64());
    }

    /// <inheritdoc/>
    public ExportClasses Classes { get; }

    /// <inheritdoc/>
    public int Count => _images.Count;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The JSON.</param>
    /// <param name="names">The classes by id, found by their names; null: the file's categories, by ascending id.</param>
    /// <exception cref="ExportException">The file is no COCO file, or names a class that <paramref name="names"/> lacks.</exception>
    public static CocoFile Open(string path, IReadOnlyList<string>? names) => ImportedImages.Open(path, "a COCO JSON with images, annotations and categories", () =>
    {
        using var stream = File.OpenRead(path);
        return new CocoFile(JsonDocument.Parse(stream), path, names);
    });

    /// <inheritdoc/>
    public IEnumerable<ImportedImage> Read()
    {
        var images = new ImportedImages(_path, "COCO");
        for (var index = 0; index < Count; index++)
        {
            var at = index;
            yield return images.Take(() => NameOf(at), () => Paint(_images[at]));
        }
    }

    /// <summary>File name of an image.</summary>
    /// <param name="index">From 0, in the order of the file.</param>
    internal string NameOf(int index) => _images[index].GetProperty("file_name").GetString() ?? "";

    /// <summary>The labels of an image. Any thread may call it.</summary>
    /// <param name="index">From 0, in the order of the file.</param>
    internal LabelMap MapOf(int index) => Paint(_images[index]).Map;

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();

    private LabelCanvas Paint(JsonElement image)
    {
        var canvas = new LabelCanvas(Classes, image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32());
        var annotations = _annotations[image.GetProperty("id").GetInt64()].ToList();
        var painter = new CocoCanvas(canvas, Classes.Ignore, ClassOf);
        if (annotations.Any(one => one.TryGetProperty("segments_info", out _))) painter.PaintPanoptic(annotations.Single(), _path[..^Path.GetExtension(_path).Length]);
        else painter.PaintMasks(annotations);
        return canvas;
    }

    private int ClassOf(long category) => _classOf.TryGetValue(category, out var number) ? number : throw new ExportException($"It has an annotation of category {category}, which the file does not list.");
}
