using System.Globalization;
using System.Xml;
using AlignZeg.Datasets.Exports.Areas;
using AlignZeg.Datasets.Exports.Polygons;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports.Brushes;

/// <summary>
/// CVAT for images 1.1: <c>annotations.xml</c> with a mask (run lengths along the rows of its box, zeros first) or a polygon per connected part. Polygons
/// hold no holes: those are dropped and counted; the larger lies below (z_order), so that a part inside a hole is not lost.
/// </summary>
/// <param name="polygons">True: polygons; false: masks, which hold everything.</param>
internal sealed class Cvat(bool polygons) : IExportFormat
{
    private ExportClasses? _classes;
    private XmlWriter? _xml;

    public void Begin(ExportFolder folder, ExportClasses classes)
    {
        if (classes.Names.FirstOrDefault(name => !IsText(name)) is { } odd) throw new ExportException($"The class '{odd}' has characters that XML cannot hold; rename it.");
        _classes = classes;
        _xml = XmlWriter.Create(folder.PathOf("annotations.xml"), new() { Indent = true, NewLineChars = "\n" });
        _xml.WriteStartElement("annotations");
        _xml.WriteElementString("version", "1.1");
        WriteLabels(_xml, classes);
    }

    public LabelMap Add(ExportImage image, ExportLosses losses)
    {
        if (!IsText(image.Name)) throw new ExportException($"The name of image {image.Number} has characters that XML cannot hold; rename the file.");
        var (parts, back) = (ComponentMap.Parts(image.Labels, _classes!.Ignore), _classes.Blank(image.Labels.Width, image.Labels.Height));
        WriteStart("image", ("id", image.Number - 1), ("name", image.Name), ("width", parts.Width), ("height", parts.Height));
        var depth = 0;
        foreach (var one in TracedPart.Of(parts))
        {
            if (polygons) WritePolygon(one, depth++, back);
            else WriteMask(one, parts, depth++, back);
            if (polygons) losses.DroppedHoles += one.Outline.Holes.Count;
        }

        _xml!.WriteEndElement();
        _xml.Flush();
        return back;
    }

    public void Complete()
    {
        _xml!.WriteEndElement();
        _xml.Dispose();
    }

    public long IdOf(int number) => number;

    public void Dispose() => _xml?.Dispose();

    private void WritePolygon(TracedPart one, int depth, LabelMap back)
    {
        var points = string.Join(';', one.Outline.Outer.Select(point => $"{point.X}.00,{point.Y}.00"));
        WriteStart("polygon", ("label", _classes!.Names[one.Part.Class]), ("source", "auto"), ("occluded", 0), ("points", points), ("z_order", depth));
        _xml!.WriteEndElement();
        TracedPart.Paint(back, one.Part.Class, [.. points.Split(';').Select(pair => pair.Split(',')).Select(pair => (Number(pair[0]), Number(pair[1])))]);
    }

    private void WriteMask(TracedPart one, ComponentMap parts, int depth, LabelMap back)
    {
        var part = one.Part;
        var rle = RowRuns.Write(PartBox.Pixels(parts, one.Number));
        WriteStart("mask", ("label", _classes!.Names[part.Class]), ("source", "auto"), ("occluded", 0), ("rle", rle),
            ("left", part.Left), ("top", part.Top), ("width", part.Width), ("height", part.Height), ("z_order", depth));
        _xml!.WriteEndElement();
        PartBox.Paint(back, part.Class, part.Left, part.Top, new([.. RowRuns.Read(rle, part.Width * part.Height)], part.Width, part.Height));
    }

    private void WriteStart(string element, params (string Name, object Value)[] attributes)
    {
        _xml!.WriteStartElement(element);
        foreach (var (name, value) in attributes) _xml.WriteAttributeString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
    }

    private static void WriteLabels(XmlWriter xml, ExportClasses classes)
    {
        foreach (var element in new[] { "meta", "task", "labels" }) xml.WriteStartElement(element);
        for (var number = 0; number < classes.Count; number++)
        {
            xml.WriteStartElement("label");
            xml.WriteElementString("name", classes.Names[number]);
            xml.WriteElementString("color", Palette.ColourOf(number).ToString());
            xml.WriteElementString("attributes", "");
            xml.WriteEndElement();
        }

        for (var i = 0; i < 3; i++) xml.WriteEndElement();
    }

    private static bool IsText(string text)
    {
        try
        {
            XmlConvert.VerifyXmlChars(text);
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
