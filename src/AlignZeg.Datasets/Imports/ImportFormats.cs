using AlignZeg.Datasets.Exports;

namespace AlignZeg.Datasets.Imports;

/// <summary>All formats that labels are read from, by name.</summary>
public static class ImportFormats
{
    private static readonly string[] Files = ["annotations.json", "panoptic.json", "tasks.json", "annotations.xml"];

    /// <summary>The formats, in the order that help lists them.</summary>
    public static IReadOnlyList<ImportFormat> All { get; } =
    [
        new("coco", "COCO JSON: instances, stuff, or panoptic with its PNGs in the folder of its name", CocoFile.Open),
        new("labelstudio", "JSON export of Label Studio: brush regions and polygons", LabelStudioFile.Open),
        new("cvat", "CVAT for images 1.1, annotations.xml or the zip that has it: masks and polygons", CvatFile.Open),
        new("colour-map", "folder of PNGs whose colours are classes, with labelmap.txt or class_dict.csv", ColourFolder.Open),
    ];

    /// <summary>Finds a format.</summary>
    /// <exception cref="ExportException">There is none of that name; the message lists all.</exception>
    public static ImportFormat Find(string name) => All.FirstOrDefault(one => one.Name == name)
        ?? throw new ExportException($"There is no format '{name}' to import; choose one of {string.Join(", ", All.Select(one => one.Name))}.");

    /// <summary>What is opened of an input: in a folder as <c>export</c> makes them the file that holds the labels, else the input itself.</summary>
    public static string LabelsOf(string path) =>
        Directory.Exists(path) && ColourFolder.ListIn(path) is null ? Files.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists) ?? path : path;

    /// <summary>The format that an input is likely of: folders hold colours, XML and zip come from CVAT, a JSON list from Label Studio, any other file is COCO.</summary>
    public static ImportFormat Guess(string path)
    {
        if (Directory.Exists(path)) return Find("colour-map");
        if (Path.GetExtension(path).ToUpperInvariant() is ".XML" or ".ZIP") return Find("cvat");
        return Find(File.Exists(path) && First(path) == '[' ? "labelstudio" : "coco");
    }

    private static int First(string path)
    {
        using var reader = new StreamReader(path);
        int next;
        do next = reader.Read();
        while (next >= 0 && char.IsWhiteSpace((char)next));
        return next;
    }
}
