using System.Globalization;
using System.Text;
using AlignZeg.Datasets.Exports.Areas;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Exports.Polygons;

/// <summary>
/// YOLO segmentation: <c>labels/NAME.txt</c> for <c>images/NAME.jpg</c>, with a row per connected part (class, then x and y as fractions of width and height), and <c>data.yaml</c>.
/// A row holds no hole: holes are dropped and counted. Rows go from large to small, as Ultralytics paints them, so that a part inside a hole is not lost.
/// </summary>
internal sealed class Yolo : IExportFormat
{
    private ExportFolder? _folder;
    private ExportClasses? _classes;

    public void Begin(ExportFolder folder, ExportClasses classes) => (_folder, _classes) = (folder, classes);

    public LabelMap Add(ExportImage image, ExportLosses losses)
    {
        var (text, parts) = (new StringBuilder(), ComponentMap.Parts(image.Labels, _classes!.Ignore));
        foreach (var one in TracedPart.Of(parts))
        {
            text.Append(one.Part.Class);
            foreach (var (x, y) in one.Outline.Outer) text.Append(CultureInfo.InvariantCulture, $" {(double)x / parts.Width:0.########} {(double)y / parts.Height:0.########}");
            text.Append('\n');
            losses.DroppedHoles += one.Outline.Holes.Count;
        }

        var rows = text.ToString();
        _folder!.Write(LabelsOf(image.Name), rows);
        return Read(rows, parts.Width, parts.Height);
    }

    public void Complete()
    {
        var names = _classes!.Names.Select((name, number) => $"  {number}: {JsonText.Quote(name)}\n");
        // No path: to Ultralytics that is the folder of this file then, while "." would be the one that it is started in (ultralytics/data/utils.py, check_det_dataset).
        _folder!.Write("data.yaml", $"# Put the pictures into images/, beside labels/.\ntrain: images\nval: images\nnames:\n{string.Concat(names)}");
    }

    public long IdOf(int number) => number;

    public void Dispose()
    {
        // Nothing is held open.
    }

    /// <summary>
    /// Where Ultralytics looks for the labels of <c>images/NAME</c>: the last folder <c>images</c> of the path is <c>labels</c>, the extension is <c>.txt</c> (ultralytics/data/utils.py,
    /// img2label_paths). So two pictures that differ in their extension only cannot both have labels.
    /// </summary>
    private static string LabelsOf(string name)
    {
        const string pictures = "/images/", labels = "/labels/";
        string path = pictures + ImageExtensions.Strip(name);
        int last = path.LastIndexOf(pictures, StringComparison.Ordinal);
        return $"{path[..last]}{labels}{path[(last + pictures.Length)..]}.txt"[1..];
    }

    private LabelMap Read(string rows, int width, int height)
    {
        var map = _classes!.Blank(width, height);
        foreach (var row in rows.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var values = row.Split(' ');
            var ring = new (double X, double Y)[(values.Length - 1) / 2];
            for (var i = 0; i < ring.Length; i++)
                ring[i] = (width * double.Parse(values[2 * i + 1], CultureInfo.InvariantCulture), height * double.Parse(values[2 * i + 2], CultureInfo.InvariantCulture));
            TracedPart.Paint(map, int.Parse(values[0], CultureInfo.InvariantCulture), ring);
        }

        return map;
    }
}
