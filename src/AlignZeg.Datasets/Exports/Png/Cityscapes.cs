using System.Buffers.Binary;
using AlignZeg.Datasets.Exports.Areas;
using AlignZeg.Datasets.GroundTruth;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Exports.Png;

/// <summary>
/// Cityscapes: <c>gtFine/train/CITY/STEM_gtFine_{labelIds,instanceIds,color}.png</c>, where the city is the image's first folder, or <c>default</c>. Classes
/// take the published id of their name; those that Cityscapes does not know become 0 (unlabeled). Connected parts of countable classes are numbered id·1000 + n.
/// </summary>
internal sealed class Cityscapes : IExportFormat
{
    private const int MostInstances = 1000;
    private ExportFolder? _folder;
    private ExportClasses? _classes;
    private int[] _ids = [];

    public void Begin(ExportFolder folder, ExportClasses classes)
    {
        (_folder, _classes, _ids) = (folder, classes, [.. classes.Names.Select(CityscapesClasses.IdOf)]);
        if (_ids.All(id => id == CityscapesClasses.Unlabelled))
            throw new ExportException("None of the classes is one of Cityscapes' by name (road, sidewalk, car …); rename the classes or choose another --format.");
    }

    public LabelMap Add(ExportImage image, ExportLosses losses)
    {
        var ids = image.Labels.Mapped(id => id < _ids.Length ? _ids[id] : CityscapesClasses.Unlabelled);
        var head = $"gtFine/train/{PlaceOf(image.Stem)}_gtFine";
        var labels = PngWriter.Encode(Array.ConvertAll(ids.Ids, id => (byte)id), ids.Width, 8, palette: default);
        _folder!.Write(head + "_labelIds.png", labels);
        _folder.Write(head + "_instanceIds.png", Instances(ids, losses));
        _folder.Write(head + "_color.png", ColourPng.Encode(ids, id => CityscapesClasses.ColourOf(id) is var colour ? colour.R | colour.G << 8 | colour.B << 16 : 0));
        return LabelMapPng.DecodeBack(labels, image.Stem).Mapped(id => id == CityscapesClasses.Unlabelled ? _classes!.Ignore : Array.IndexOf(_ids, id));
    }

    public void Complete() => _folder!.Write("classes.txt", string.Concat(_classes!.Names.Select((name, number) => $"{_ids[number]}\t{name}\n")));

    public long IdOf(int number) => _ids[number];

    public void Dispose()
    {
        // Nothing is held open.
    }

    // The published pictures are called STEM_leftImg8bit, their maps are not.
    private static string PlaceOf(string stem)
    {
        string suffix = DatasetLayout.Cityscapes.ImageSuffix, plain = stem.EndsWith(suffix, StringComparison.Ordinal) && !stem.EndsWith('/' + suffix, StringComparison.Ordinal) && stem != suffix ? stem[..^suffix.Length] : stem;
        return plain.Contains('/', StringComparison.Ordinal) ? plain : $"default/{plain}";
    }

    private static byte[] Instances(LabelMap ids, ExportLosses losses)
    {
        var (parts, used) = (ComponentMap.Parts(ids, CityscapesClasses.Unlabelled), new Dictionary<int, int>());
        var values = new int[parts.Components.Count];
        for (var number = 0; number < values.Length; number++)
        {
            var id = parts.Components[number].Class;
            values[number] = id;
            if (!CityscapesClasses.HasInstances(id)) continue;
            var n = used.GetValueOrDefault(id);
            if (n == MostInstances) losses.MergedParts++;
            used[id] = Math.Min(n + 1, MostInstances);
            values[number] = id * MostInstances + Math.Min(n, MostInstances - 1);
        }

        var samples = new byte[checked(2 * ids.Ids.Length)];
        for (var at = 0; at < parts.Of.Length; at++)
            BinaryPrimitives.WriteUInt16BigEndian(samples.AsSpan(2 * at), (ushort)(parts.Of[at] < 0 ? 0 : values[parts.Of[at]]));
        return PngWriter.Encode(samples, ids.Width, 16, palette: default);
    }
}
