using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Imports;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Datasets.Rle;

namespace AlignZeg.Datasets.GroundTruth;

/// <summary>
/// COCO 2017 by its annotations: <c>annotations/instances_train2017.json</c>, or <c>panoptic_train2017.json</c> with its PNGs in the folder of that name; likewise
/// <c>val2017</c>. The JSON stays in memory; a map is made when it is asked for. Pixels without an annotation have no label.
/// </summary>
internal static class CocoTruth
{
    private const string Prefix = "coco-";

    /// <summary>The names that configurations have for it.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Prefix + "instances", Prefix + "panoptic"];

    /// <summary>The pictures of a subset and their maps, in the order of their names.</summary>
    /// <exception cref="GroundTruthException">A file, folder or picture is missing, or the annotations have a category that is none of the classes.</exception>
    public static IReadOnlyList<LabelledFile> Find(string kind, DatasetSubset subset, string root, IReadOnlyList<string> classes, string? list)
    {
        if (list is not null) throw new GroundTruthException($"Data of kind '{kind}' takes no list: its annotations say which pictures there are.");
        if (!Directory.Exists(root)) throw new GroundTruthException($"There is no data set in '{root}'; name its folder.");
        var part = subset == DatasetSubset.Train ? "train2017" : "val2017";
        var json = Path.Combine(root, "annotations", $"{kind[Prefix.Length..]}_{part}.json");
        if (!File.Exists(json)) throw new GroundTruthException($"The data set in '{root}' has no annotations: looked for '{json}'.");
        var folder = new[] { Path.Combine("images", part), part }.Select(name => Path.Combine(root, name)).FirstOrDefault(Directory.Exists)
            ?? throw new GroundTruthException($"The data set in '{root}' has no folder of pictures: looked for images/{part}, {part}.");
        return Pair(Open(json, classes), json, new(folder));
    }

    private static List<LabelledFile> Pair(CocoFile file, string json, ExportFolder folder)
    {
        if (file.Count == 0) throw new GroundTruthException($"The annotations '{json}' have no image.");
        return [.. Enumerable.Range(0, file.Count).Select(index => (Index: index, Name: file.NameOf(index))).OrderBy(one => one.Name, StringComparer.Ordinal).Select(one => new LabelledFile(Picture(folder, one.Name, json), $"{json}, image {one.Name}")
        {
            Name = Path.ChangeExtension(one.Name, null),
            Made = () => MapOf(file, one.Index, $"{json}, image {one.Name}"),
        })];
    }

    private static string Picture(ExportFolder folder, string name, string json)
    {
        var path = Checked(json, () => folder.Inside(name));
        return File.Exists(path) ? path : throw new GroundTruthException($"'{folder.Root}' has no picture '{name}', which '{json}' lists; complete the data set.");
    }

    private static LabelMap MapOf(CocoFile file, int index, string name) => Checked(name, () => file.MapOf(index));

    private static CocoFile Open(string json, IReadOnlyList<string> classes) => Checked(json, () => CocoFile.Open(json, classes));

    private static T Checked<T>(string name, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception exception) when (exception is ExportException or RleException or ImageRefusedException || ImportedImages.IsForm(exception))
        {
            throw new GroundTruthException(ImportedImages.IsForm(exception) ? $"The annotations '{name}' are not of COCO's form." : $"The annotations '{name}': {exception.Message}", exception);
        }
    }
}
