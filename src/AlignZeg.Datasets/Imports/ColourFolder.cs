using System.Globalization;
using System.Text.RegularExpressions;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Imports;

/// <summary>
/// PNGs whose colours are classes, in RGB or by palette, and the list of their colours: <c>labelmap.txt</c> (<c>name:r,g,b</c>, as VOC tools and CVAT have it) or
/// <c>class_dict.csv</c> (<c>name,r,g,b</c>). The PNGs lie in <c>SegmentationClass/</c> or <c>masks/</c>, or else anywhere below the folder. The first line named
/// background, void, ignore, unlabeled or unlabelled means "no label", unless the classes given have that name.
/// </summary>
public sealed partial class ColourFolder : ILabelImport
{
    private const string Wanted = "a folder of colour PNGs with labelmap.txt (name:r,g,b) or class_dict.csv (name,r,g,b)";
    private static readonly string[] Lists = ["labelmap.txt", "class_dict.csv"], Channels = ["r", "g", "b"], Folders = ["SegmentationClass", "masks"], NoLabel = ["background", "void", "ignore", "unlabeled", "unlabelled"];
    private readonly string _root, _list;
    private readonly Dictionary<int, int> _ids = [];
    private readonly List<string> _files;

    private ColourFolder(string folder, IReadOnlyList<string>? names)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException(folder);
        _list = ListIn(folder) ?? throw new ExportException($"The folder '{folder}' has no list of colours; give {Wanted}.");
        _root = Path.GetFullPath(Folders.Select(name => Path.Combine(folder, name)).FirstOrDefault(Directory.Exists) ?? folder);
        var (none, lines) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), Lines(_list).ToList());
        var isClass = lines.Select(line => names?.Contains(line.Name) == true || !NoLabel.Contains(line.Name, StringComparer.OrdinalIgnoreCase) || !none.Add(line.Name)).ToList();
        var classes = new ImportedClasses(names, lines.Where((_, i) => isClass[i]).Select(line => line.Name));
        Classes = classes.All;
        for (var i = 0; i < lines.Count; i++)
            if (!_ids.TryAdd(lines[i].Colour, isClass[i] ? classes.Of(lines[i].Name) : Classes.Ignore)) throw new ExportException($"The file '{_list}' gives one colour to two classes, the second is '{lines[i].Name}'.");
        _files = [.. Directory.EnumerateFiles(_root, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public ExportClasses Classes { get; }

    /// <inheritdoc/>
    public int Count => _files.Count;

    /// <summary>Reads a folder's list.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="names">The classes by id, found by their names; null: those of the list, in its order.</param>
    /// <exception cref="ExportException">The folder or its list is missing, a line is of another form, or names a class that <paramref name="names"/> lacks.</exception>
    public static ColourFolder Open(string path, IReadOnlyList<string>? names) => ImportedImages.Open(path, Wanted, () => new ColourFolder(path, names));

    /// <summary>The list of colours of a folder; null if it has none.</summary>
    internal static string? ListIn(string folder) => Lists.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <inheritdoc/>
    public IEnumerable<ImportedImage> Read()
    {
        var images = new ImportedImages(_root, "a colour map");
        foreach (var file in _files)
        {
            var name = SafeName.OfPath(Path.GetRelativePath(_root, file));
            yield return images.Take(() => name, () => new(ColourPng.Decode(File.ReadAllBytes(file), name, IdOf), Classes));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held open.
    }

    private int IdOf(int colour) => _ids.TryGetValue(colour, out var id) ? id
        : throw new ExportException($"It has the colour {colour & 255},{colour >> 8 & 255},{colour >> 16}, which '{_list}' does not list.");

    private static IEnumerable<(string Name, int Colour)> Lines(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Trim() is "" or ['#', ..] || (number == 1 && line.StartsWith("name,", StringComparison.OrdinalIgnoreCase))) continue;
            var match = Line().Match(line);
            var levels = match.Success ? Channels.Select(name => int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture)).ToArray() : [];
            if (levels.Length == 0 || levels.Max() > byte.MaxValue) throw new ExportException($"Line {number} of '{path}' is not of the form name:r,g,b or name,r,g,b with levels up to 255.");
            yield return (match.Groups["name"].Value.Trim(), levels[0] | levels[1] << 8 | levels[2] << 16);
        }
    }

    [GeneratedRegex(@"^(?<name>[^:]*?|[^,]*?)\s*[:,]\s*(?<r>[0-9]{1,3})\s*,\s*(?<g>[0-9]{1,3})\s*,\s*(?<b>[0-9]{1,3})\s*(?::.*)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();
}
