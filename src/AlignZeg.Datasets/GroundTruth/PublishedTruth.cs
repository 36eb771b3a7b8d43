namespace AlignZeg.Datasets.GroundTruth;

/// <summary>Data sets as they are published, by the names that configurations have for them: label maps in a <see cref="DatasetLayout"/>, or COCO annotations.</summary>
public static class PublishedTruth
{
    private const string Folders = "folders";

    private static readonly OrderedDictionary<string, DatasetLayout> Layouts = new()
    {
        ["voc"] = DatasetLayout.Voc, ["coco-stuff"] = DatasetLayout.CocoStuff, ["context-59"] = DatasetLayout.Context, ["context-60"] = DatasetLayout.Context,
        ["ade20k-150"] = DatasetLayout.Ade20k, ["cityscapes-19"] = DatasetLayout.Cityscapes, [Folders] = DatasetLayout.Folders,
    };

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Layouts.Keys, .. CocoTruth.Kinds];

    /// <summary>The label convention of a data set's maps.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param> <param name="ofFolders">That of plain folders, which only their owner knows.</param>
    public static string ConventionOf(string kind, string ofFolders) => kind == Folders ? ofFolders : CocoTruth.Kinds.Contains(kind) ? "ids" : kind;

    /// <summary>The pairs of a subset, in the order of their names.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param> <param name="subset">Plain folders have but one.</param> <param name="root">Folder of the data set.</param>
    /// <param name="classes">By id; annotations are found by their names.</param> <param name="list">A list of pictures in place of the usual one, relative to the root.</param>
    /// <exception cref="GroundTruthException">There is no such kind, or the data set is not whole.</exception>
    public static IReadOnlyList<LabelledFile> Find(string kind, DatasetSubset subset, string root, IReadOnlyList<string> classes, string? list = null)
    {
        if (CocoTruth.Kinds.Contains(kind)) return CocoTruth.Find(kind, subset, root, classes, list);
        if (!Layouts.TryGetValue(kind, out var layout)) throw new GroundTruthException($"There is no data of kind '{kind}'; known are {string.Join(", ", Kinds)}.");
        return (subset == DatasetSubset.Val ? layout.Validation() : layout).Find(root, list);
    }
}
