namespace AlignZeg.Datasets.Archives;

/// <summary>
/// How WebDataset ties files together: what comes before the first dot of a file's name, with its folder, is the key of its sample; the rest says what the
/// file is (https://github.com/webdataset/webdataset, FAQ "file format"). Files of a sample follow each other.
/// </summary>
internal static class Sidecars
{
    private static readonly string[] Kinds = ["json", "cls", "txt"];

    /// <summary>Key and kind of a file: <c>a/0001.seg.png</c> → <c>a/0001</c>, <c>seg.png</c>.</summary>
    public static (string Key, string Kind) Split(string name)
    {
        int dot = name.IndexOf('.', name.LastIndexOf('/') + 1);
        return dot < 0 ? (name, "") : (name[..dot], name[(dot + 1)..]);
    }

    /// <summary>True if the file describes an image, by its kind.</summary>
    public static bool Is(string name) => Array.Exists(Kinds, kind => kind.Equals(Split(name).Kind, StringComparison.OrdinalIgnoreCase));
}
