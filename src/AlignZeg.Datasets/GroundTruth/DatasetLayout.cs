using System.Text.RegularExpressions;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.GroundTruth;

/// <summary>Where a data set keeps pictures, label maps and the list of a subset. Each place may have several names; the first that is there counts.</summary>
/// <param name="Images">Folders of pictures.</param> <param name="Labels">Folders of label maps (PNG); a map is looked for in every one that is there.</param>
/// <param name="Lists">Files with the stems of the subset, one a line, or with paths as DeepLab's lists have them; none: all label maps are the subset.</param>
/// <param name="LabelSuffix">What follows the stem in the name of a map.</param> <param name="ImageSuffix">What follows the stem in the name of a picture, before its extension.</param>
/// <param name="Deep">Whether pictures and maps lie in folders below the places, whose names are a part of the stem then.</param>
public sealed record DatasetLayout(
    IReadOnlyList<string> Images, IReadOnlyList<string> Labels, IReadOnlyList<string> Lists, string LabelSuffix = ".png", string ImageSuffix = "", bool Deep = false)
{
    // mmsegmentation's converter leaves such maps beside the published ones.
    private const string Converted = "_labelTrainIds";

    // Not the trainval of stuffthingmaps_trainval2017.
    private static readonly Regex Trained = new("training|train(?=2017|$|\\.txt)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <summary>VOC 2012 as unpacked, with the augmented maps of SBD in SegmentationClassAug, which most toolkits make.</summary>
    public static DatasetLayout Voc { get; } = new(
        ["JPEGImages"], ["SegmentationClassAug", "SegmentationClass"],
        ["ImageSets/Segmentation/trainaug.txt", "ImageSets/Segmentation/train_aug.txt", "ImageSets/SegmentationAug/train_aug.txt"]);

    /// <summary>COCO 2017 with stuffthingmaps; the layouts of mmsegmentation and of detectron2.</summary>
    public static DatasetLayout CocoStuff { get; } = new(
        ["images/train2017", "train2017"], ["stuffthingmaps/train2017", "stuffthingmaps_trainval2017/train2017", "annotations/train2017"], []);

    /// <summary>PASCAL Context in VOC 2010 as mmsegmentation's converter leaves it.</summary>
    public static DatasetLayout Context { get; } = new(["JPEGImages"], ["SegmentationClassContext"], ["ImageSets/SegmentationContext/train.txt"]);

    /// <summary>ADE20K in the form of the scene parsing challenge (ADEChallengeData2016).</summary>
    public static DatasetLayout Ade20k { get; } = new(["images/training"], ["annotations/training"], []);

    /// <summary>Cityscapes, fine annotations, as unpacked: a folder per city.</summary>
    public static DatasetLayout Cityscapes { get; } = new(["leftImg8bit/train"], ["gtFine/train"], [], "_gtFine_labelIds.png", "_leftImg8bit", Deep: true);

    /// <summary>Plain folders, as <c>alignzeg world</c> and <c>alignzeg import</c> write them.</summary>
    public static DatasetLayout Folders { get; } = new(["images"], ["truth", "labels", "masks"], [], Deep: true);

    /// <summary>The layout of the subset that is scored on, of a layout above. VOC's maps of it are the published ones; plain folders have but one subset.</summary>
    public DatasetLayout Validation()
    {
        if (this == Voc) return this with { Labels = ["SegmentationClass", "SegmentationClassAug"], Lists = ["ImageSets/Segmentation/val.txt"] };
        static IReadOnlyList<string> Other(IReadOnlyList<string> places) => [.. places.Select(place => Trained.Replace(place, match => match.Value switch { "training" => "validation", _ => "val" + match.Value["train".Length..] }))];
        return this with { Images = Other(Images), Labels = Other(Labels), Lists = Other(Lists) };
    }

    /// <summary>The pairs of the subset, in the order of their names.</summary>
    /// <param name="root">Folder of the data set.</param> <param name="list">A list of the subset that is used in place of the usual one, relative to the root.</param>
    /// <exception cref="GroundTruthException">A folder or list is missing, or a picture or map of the list is.</exception>
    public IReadOnlyList<LabelledFile> Find(string root, string? list = null)
    {
        if (!Directory.Exists(root)) throw new GroundTruthException($"There is no data set in '{root}'; name its folder.");
        var labels = Labels.Select(folder => Path.Combine(root, folder)).Where(Directory.Exists).ToList();
        if (labels.Count == 0) throw Missing(root, "folder of label maps", Labels);
        var images = Images.Select(folder => Path.Combine(root, folder)).FirstOrDefault(Directory.Exists) ?? throw Missing(root, "folder of pictures", Images);
        var pictures = Pictures(images);
        var stems = Lists.Count == 0 && list is null ? Stems(labels[0]) : ReadList(root, list, pictures.ContainsKey);
        if (stems.Count == 0) throw new GroundTruthException($"The data set in '{root}' has no label map; '{labels[0]}' is empty.");
        return [.. stems.Select(stem => new LabelledFile(
            pictures.TryGetValue(stem, out var picture) ? picture : throw new GroundTruthException($"'{images}' has no picture '{stem}', which has a label map or is listed; complete the data set."),
            MapOf(stem, labels) ?? throw new GroundTruthException($"'{labels[0]}' has no label map '{stem}{LabelSuffix}', which is listed; complete the data set."))
        {
            Name = (stem + ImageSuffix).Replace(Path.DirectorySeparatorChar, '/'),
        })];
    }

    private static GroundTruthException Missing(string root, string what, IReadOnlyList<string> places) =>
        new($"The data set in '{root}' has no {what}: looked for {string.Join(", ", places)}.");

    private List<string> Stems(string folder) => [.. Files(folder)
        .Select(path => Path.GetRelativePath(folder, path)).Where(name => name.EndsWith(LabelSuffix, StringComparison.Ordinal)).Select(name => name[..^LabelSuffix.Length])
        .Where(stem => !stem.EndsWith(Converted, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private List<string> ReadList(string root, string? list, Predicate<string> isPicture)
    {
        var places = list is null ? Lists : [list];
        var path = places.Select(place => Path.Combine(root, place)).FirstOrDefault(File.Exists) ?? throw Missing(root, "list of the pictures", places);
        var lines = File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0);
        return [.. lines.Select(line => StemOf(line, isPicture)).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The stem that a line means: the whole of it, with or without an extension, else its first word, which may be a path, as DeepLab's lists have it with that of the map behind it.</summary>
    private static string StemOf(string line, Predicate<string> isPicture)
    {
        string word = line.Split(' ', '\t')[0], last = Path.GetFileNameWithoutExtension(word);
        string[] meant = [line, ImageExtensions.Strip(line), word, ImageExtensions.Strip(word), Path.GetFileName(word), last];
        return meant.FirstOrDefault(stem => isPicture(stem), last);
    }

    private string? MapOf(string stem, List<string> folders) => folders.Select(folder => Path.Combine(folder, stem + LabelSuffix)).FirstOrDefault(File.Exists);

    private IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", Deep ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly);

    private Dictionary<string, string> Pictures(string folder)
    {
        var pictures = new Dictionary<string, string>();
        foreach (var path in Files(folder).Where(ImageExtensions.Has))
        {
            string name = Path.ChangeExtension(Path.GetRelativePath(folder, path), null);
            if (name.EndsWith(ImageSuffix, StringComparison.Ordinal)) pictures.TryAdd(name[..^ImageSuffix.Length], path);
        }

        return pictures;
    }
}
