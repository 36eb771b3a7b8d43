using System.Text.Json;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Exports.Brushes;

namespace AlignZeg.Datasets.Imports;

/// <summary>
/// The JSON export of Label Studio: brush regions and polygons of the annotation that counts (<see cref="LabelStudioTask"/>), later ones on top. Read twice,
/// a task in memory at a time.
/// </summary>
public sealed class LabelStudioFile : ILabelImport
{
    private const string Wanted = "the JSON export of Label Studio (not JSON-MIN)";
    private const int Painted = 128;    // of 255: brushes have soft edges
    private readonly string _path;
    private readonly ImportedClasses _classes;

    private LabelStudioFile(string path, IReadOnlyList<string>? names)
    {
        _path = path;
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var task in Tasks())
        {
            Count++;
            if (task.ValueKind != JsonValueKind.Object || !task.TryGetProperty("data", out _)) throw new FormatException();
            found.UnionWith(Labels(task));
        }

        _classes = new(names, found.Order(StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public ExportClasses Classes => _classes.All;

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The JSON.</param>
    /// <param name="names">The classes by id, found by their names; null: the labels in use, by name, since the export does not say their order.</param>
    /// <exception cref="ExportException">The file is missing or of another form, or names a class that <paramref name="names"/> lacks.</exception>
    public static LabelStudioFile Open(string path, IReadOnlyList<string>? names) => ImportedImages.Open(path, Wanted, () => new LabelStudioFile(path, names));

    /// <inheritdoc/>
    public IEnumerable<ImportedImage> Read()
    {
        var images = new ImportedImages(_path, "Label Studio");
        foreach (var task in Tasks())
            yield return images.Take(() => LabelStudioTask.NameOf(task), () => Paint(new(task)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The file is open only while it is read.
    }

    private IEnumerable<JsonElement> Tasks()
    {
        using var file = File.OpenRead(_path);
        foreach (var task in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(file).ToBlockingEnumerable()) yield return task;
    }

    /// <summary>The labels of a task; of one that cannot be read none, since that is told when it is read as an image.</summary>
    private static IEnumerable<string> Labels(JsonElement task)
    {
        try
        {
            return [.. new LabelStudioTask(task).Regions.Select(region => region.Label).OfType<string>()];
        }
        catch (Exception exception) when (ImportedImages.IsForm(exception))
        {
            return [];
        }
    }

    private LabelCanvas Paint(LabelStudioTask task)
    {
        var canvas = new LabelCanvas(Classes, task.Width, task.Height);
        foreach (var region in task.Regions) Paint(canvas, region);
        return canvas;
    }

    private void Paint(LabelCanvas canvas, LabelStudioRegion region)
    {
        if (region.Size != (canvas.Map.Width, canvas.Map.Height)) throw new ExportException($"It has regions of images of different sizes, {region.Size.Width}x{region.Size.Height} and {canvas.Map.Width}x{canvas.Map.Height}.");
        if (region.Label is null) canvas.Skip();
        else if (region.Brush is { } packed) PaintBrush(canvas, _classes.Of(region.Label), packed);
        else canvas.PaintPolygon(_classes.Of(region.Label), region.Polygon!);
    }

    private static void PaintBrush(LabelCanvas canvas, int number, byte[] packed) => BrushRle.Read(packed, canvas.Map.Ids.Length, (from, to, alpha) =>
    {
        if (alpha < Painted) return;
        for (var at = from; at < to; at++) canvas.Paint(at, number);
    });
}
