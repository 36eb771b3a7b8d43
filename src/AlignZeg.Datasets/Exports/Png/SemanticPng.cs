using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports.Png;

/// <summary>A label map per image in <c>masks/</c>: 8-bit palette up to 255 classes, 16-bit grey above; ids as in the vocabulary, 255 or 65535 = no label.</summary>
internal sealed class SemanticPng : IExportFormat
{
    private ExportFolder? _folder;
    private ExportClasses? _classes;

    public void Begin(ExportFolder folder, ExportClasses classes) => (_folder, _classes) = (folder, classes);

    public LabelMap Add(ExportImage image, ExportLosses losses)
    {
        var png = LabelMapPng.Encode(image.Labels, _classes!.Count);
        _folder!.Write($"masks/{image.Stem}.png", png);
        return LabelMapPng.DecodeBack(png, image.Stem);
    }

    public void Complete() => _folder!.Write("classes.txt", string.Concat(_classes!.Names.Select(name => name + "\n")));

    public long IdOf(int number) => number;

    public void Dispose()
    {
        // Nothing is held open.
    }
}
