using System.Globalization;
using System.IO.Compression;
using System.Xml;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Exports.Brushes;

namespace AlignZeg.Datasets.Imports;

/// <summary>
/// CVAT for images 1.1: masks (run lengths along the rows of their box) and polygons, painted by <c>z_order</c> and then as listed; boxes, lines, points and
/// the like are no areas and are counted. Read twice, an image in memory at a time. Document types and with them entities are refused.
/// </summary>
public sealed class CvatFile : ILabelImport
{
    private const string Wanted = "CVAT for images 1.1 (annotations.xml, or the zip that has it)", Entry = "annotations.xml";
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, IgnoreWhitespace = true };
    private readonly string _path;
    private readonly ImportedClasses _classes;

    private CvatFile(string path, IReadOnlyList<string>? names)
    {
        _path = path;
        var (listed, used) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var element in Elements())
        {
            if (element.Name == "label") listed.Add(LabelName(element));
            else if (element.Name == "image") Count++;
            else if (element.Name is "mask" or "polygon" && element.GetAttribute("label") is { } label) used.Add(label);
        }

        _classes = new(names, listed.Count > 0 ? listed : used.Order(StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public ExportClasses Classes => _classes.All;

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The XML, or a zip with <c>annotations.xml</c>.</param>
    /// <param name="names">The classes by id, found by their names; null: the labels of the file, in its order.</param>
    /// <exception cref="ExportException">The file is missing or of another form, or names a class that <paramref name="names"/> lacks.</exception>
    public static CvatFile Open(string path, IReadOnlyList<string>? names) => ImportedImages.Open(path, Wanted, () => new CvatFile(path, names));

    /// <inheritdoc/>
    public IEnumerable<ImportedImage> Read()
    {
        var images = new ImportedImages(_path, "CVAT");
        foreach (var element in Elements().Where(element => element.Name == "image"))
        {
            var (name, width, height) = (element.GetAttribute("name"), element.GetAttribute("width"), element.GetAttribute("height"));
            var shapes = Shapes(element);
            yield return images.Take(() => name ?? throw new FormatException(), () => Paint(shapes, width, height));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The file is open only while it is read.
    }

    /// <summary>Every start of an element; the consumer may read on to the element's end.</summary>
    private IEnumerable<XmlReader> Elements()
    {
        using var file = File.OpenRead(_path);
        using var zip = Path.GetExtension(_path).Equals(".zip", StringComparison.OrdinalIgnoreCase) ? new ZipArchive(file, ZipArchiveMode.Read) : null;
        using var content = zip is null ? file : (zip.GetEntry(Entry) ?? throw new ExportException($"The archive '{_path}' has no {Entry}; give {Wanted}.")).Open();
        using var reader = XmlReader.Create(content, Settings);
        if (reader.MoveToContent() != XmlNodeType.Element || reader.Name != "annotations") throw new FormatException();
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            if (reader.Name == "track") throw new ExportException($"The input '{_path}' is CVAT for video; export the task as CVAT for images 1.1.");
            yield return reader;
        }

        if (reader.ReadState == ReadState.Error) throw new FormatException();     // closing a part of the document swallows what is wrong with it
    }

    private static string LabelName(XmlReader label)
    {
        using var inner = label.ReadSubtree();
        return inner.ReadToDescendant("name") ? inner.ReadElementContentAsString() : throw new FormatException();
    }

    private static List<CvatShape> Shapes(XmlReader image)
    {
        var shapes = new List<CvatShape>();
        using var inner = image.ReadSubtree();
        inner.Read();
        while (inner.Read())
            if (inner.NodeType == XmlNodeType.Element && inner.Depth == 1) shapes.Add(CvatShape.Of(inner));
        return shapes;
    }

    private LabelCanvas Paint(List<CvatShape> shapes, string? width, string? height)
    {
        var canvas = new LabelCanvas(Classes, Whole(width), Whole(height));
        foreach (var shape in shapes.OrderBy(shape => Whole(shape["z_order"] ?? "0"))) Paint(canvas, shape);
        return canvas;
    }

    private void Paint(LabelCanvas canvas, CvatShape shape)
    {
        int Number() => _classes.Of(shape["label"] ?? throw new FormatException());
        switch (shape.Kind)
        {
            case "mask":
                canvas.PaintBox(Number(), Whole(shape["left"]), Whole(shape["top"]), Whole(shape["width"]), Whole(shape["height"]), count => RowRuns.Read(shape["rle"] ?? "", count));
                break;
            case "polygon":
                canvas.PaintPolygon(Number(), [.. (shape["points"] ?? "").Split(';').Select(Point)]);
                break;
            case "tag":         // says something of the whole image
                break;
            default:
                canvas.Skip();
                break;
        }
    }

    private static (double X, double Y) Point(string pair) => pair.Split(',') is [var x, var y] ? (Real(x), Real(y)) : throw new FormatException();

    private static int Whole(string? text) => int.Parse(text ?? throw new FormatException(), NumberStyles.Integer, CultureInfo.InvariantCulture);

    private static double Real(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
