using System.Globalization;
using System.Text;
using AlignZeg.Datasets.Exports.Areas;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports.Polygons;

/// <summary>
/// YOLO segmentation: <c>labels/STEM.txt</c> with a row per connected part (class, then x and y as fractions of width and height), and <c>data.yaml</c>.
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
        _folder!.Write($"labels/{image.Stem}.txt", rows);
        return Read(rows, parts.Width, parts.Height);
    }

    public void Complete()
    {
        var names = _classes!.Names.Select((name, number) => $"  {number}: {JsonText.Quote(name)}\n");
        _folder!.Write("data.yaml", $"# Put the pictures into images/, beside labels/.\npath: .\ntrain: images\nval: images\nnames:\n{string.Concat(names)}");
    }

    public long IdOf(int number) => number;

    public void Dispose()
    {
        // Nothing is held open.
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
