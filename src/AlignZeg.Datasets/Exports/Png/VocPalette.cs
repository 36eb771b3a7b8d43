using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports.Png;

/// <summary>
/// PASCAL VOC: palette PNGs in <c>SegmentationClass/</c>, the list of images in <c>ImageSets/Segmentation/default.txt</c>, and <c>labelmap.txt</c>. A class's
/// index is its id + 1, since 0 is background; 255 is void. Holds 254 classes.
/// </summary>
internal sealed class VocPalette : IExportFormat
{
    private const int Most = VocColours.Void - 1;
    private static readonly Rgb[] Colours = [.. Enumerable.Range(0, 256).Select(VocColours.ColourOf)];
    private ExportFolder? _folder;
    private ExportClasses? _classes;
    private StreamWriter? _list;

    public void Begin(ExportFolder folder, ExportClasses classes)
    {
        if (classes.Count > Most) throw new ExportException($"A VOC palette holds {Most} classes, and there are {classes.Count:N0}; choose --format png or colour-map.");
        (_folder, _classes, _list) = (folder, classes, new(folder.PathOf("ImageSets/Segmentation/default.txt")) { NewLine = "\n" });
    }

    public LabelMap Add(ExportImage image, ExportLosses losses)
    {
        var indices = image.Labels.Mapped(id => id == _classes!.Ignore ? VocColours.Void : VocColours.IdOf(id));
        var png = PngWriter.Encode(Array.ConvertAll(indices.Ids, id => (byte)id), indices.Width, 8, [.. Colours.SelectMany(colour => new[] { colour.R, colour.G, colour.B })]);
        _folder!.Write($"SegmentationClass/{image.Stem}.png", png);
        _list!.WriteLine(image.Stem);
        return LabelMapPng.DecodeBack(png, image.Stem).Mapped(id => id == VocColours.Void ? _classes!.Ignore : id - 1);
    }

    public void Complete()
    {
        _list!.Dispose();
        _folder!.Write("labelmap.txt", VocColours.LabelMap(_classes!));
    }

    public long IdOf(int number) => VocColours.IdOf(number);

    public void Dispose() => _list?.Dispose();
}
