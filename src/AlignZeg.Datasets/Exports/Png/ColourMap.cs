using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports.Png;

/// <summary>RGB PNGs in the colours of PASCAL VOC, whatever the number of classes, and <c>labelmap.txt</c>, which says whose colour is whose.</summary>
internal sealed class ColourMap : IExportFormat
{
    private readonly Dictionary<int, int> _ids = [];
    private ExportFolder? _folder;
    private ExportClasses? _classes;

    public void Begin(ExportFolder folder, ExportClasses classes)
    {
        (_folder, _classes) = (folder, classes);
        for (var number = 0; number < classes.Count; number++) _ids[ValueOf(number)] = number;
    }

    public LabelMap Add(ExportImage image, ExportLosses losses)
    {
        var png = ColourPng.Encode(image.Labels, ValueOf);
        _folder!.Write($"masks/{image.Stem}.png", png);
        return ColourPng.Decode(png, image.Stem, value => _ids.GetValueOrDefault(value, _classes!.Ignore));
    }

    public void Complete() => _folder!.Write("labelmap.txt", VocColours.LabelMap(_classes!));

    public long IdOf(int number) => VocColours.IdOf(number);

    public void Dispose()
    {
        // Nothing is held open.
    }

    private int ValueOf(int id)
    {
        var colour = VocColours.ColourOf(id == _classes!.Ignore ? VocColours.Void : VocColours.IdOf(id));
        return colour.R | colour.G << 8 | colour.B << 16;
    }
}
