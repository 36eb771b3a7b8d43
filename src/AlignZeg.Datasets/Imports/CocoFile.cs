using System.Text.Json;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Imports;

/// <summary>
/// A COCO file: instances or stuff (polygons, RLE of both kinds), or panoptic with its PNGs in the folder of its name. Held in memory as a whole, since its
/// images and annotations refer to each other in any order; label maps are made one at a time.
/// </summary>
public sealed class CocoFile : IDisposable
{
    private readonly JsonDocument _document;
    private readonly string _path;
    private readonly Dictionary<long, int> _classOf = [];
    private readonly ILookup<long, JsonElement> _annotations;

    private CocoFile(JsonDocument document, string path, IReadOnlyList<string>? names)
    {
        (_document, _path) = (document, path);
        var categories = document.RootElement.GetProperty("categories").EnumerateArray()
            .Select(one => (Id: one.GetProperty("id").GetInt64(), Name: one.GetProperty("name").GetString() ?? "")).OrderBy(one => one.Id).ToList();
        Classes = new(names ?? [.. categories.Select(one => one.Name)]);
        foreach (var (id, name) in categories) _classOf[id] = names is null ? _classOf.Count : IndexOf(names, name);
        _annotations = document.RootElement.GetProperty("annotations").EnumerateArray().ToLookup(one => one.GetProperty("image_id").GetInt64());
    }

    /// <summary>The classes, in the order of the ids in the label maps.</summary>
    public ExportClasses Classes { get; }

    /// <summary>Number of images.</summary>
    public int Count => _document.RootElement.GetProperty("images").GetArrayLength();

    /// <summary>Reads a file.</summary>
    /// <param name="path">The JSON.</param>
    /// <param name="names">The classes by id, found by their names; null: the file's categories, by ascending id.</param>
    /// <exception cref="ExportException">The file is no COCO file, or names a class that <paramref name="names"/> lacks.</exception>
    public static CocoFile Open(string path, IReadOnlyList<string>? names)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var file = new CocoFile(JsonDocument.Parse(stream), path, names);
            return file.Classes.Count > 0 && file.Count >= 0 ? file : throw new ExportException($"The file '{path}' has no categories.");
        }
        catch (Exception exception) when (IsForm(exception))
        {
            throw new ExportException($"The file '{path}' is not a COCO file with images, annotations and categories; export it again.", exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ExportException($"There is no file '{path}'; give a COCO JSON.", exception);
        }
    }

    /// <summary>The images in the order of the file; one that cannot be read has its problem instead of a map.</summary>
    public IEnumerable<ImportedImage> Read()
    {
        var stems = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var image in _document.RootElement.GetProperty("images").EnumerateArray())
        {
            var (name, stem) = ("?", "?");
            ImportedImage read;
            try
            {
                name = image.GetProperty("file_name").GetString() ?? "";
                stem = ImageExtensions.Strip(SafeName.Of(name.Replace('\\', '/')));
                read = stems.Add(stem) ? Map(image, name, stem) : throw new ExportException("Another image of the file has the same name.");
            }
            catch (Exception exception) when (IsForm(exception) || exception is ExportException or Rle.RleException or ImageRefusedException)
            {
                read = new(name, stem, null, Problem: IsForm(exception) ? $"What '{_path}' says of it is not of COCO's form." : exception.Message);
            }

            yield return read;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();

    private ImportedImage Map(JsonElement image, string name, string stem)
    {
        var (width, height) = (image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32());
        if (width <= 0 || height <= 0 || (long)width * height > new ImageDecodingOptions().MaxPixels) throw new ExportException($"Its size of {width}x{height} is not one of an image that is read.");
        var annotations = _annotations[image.GetProperty("id").GetInt64()].ToList();
        var canvas = new CocoCanvas(Classes.Blank(width, height), Classes.Ignore, ClassOf);
        if (annotations.Any(one => one.TryGetProperty("segments_info", out _))) canvas.PaintPanoptic(annotations.Single(), _path[..^Path.GetExtension(_path).Length]);
        else canvas.PaintMasks(annotations);
        return new(name, stem, canvas.Map, canvas.Overlap);
    }

    private int ClassOf(long category) => _classOf.TryGetValue(category, out var number) ? number : throw new ExportException($"It has an annotation of category {category}, which the file does not list.");

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++) if (names[i] == name) return i;
        throw new ExportException($"The category '{name}' is none of the classes given; add it to them, or leave --classes out.");
    }

    private static bool IsForm(Exception exception) => exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException;
}
