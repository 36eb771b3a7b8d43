namespace AlignZeg.Datasets.Manifests;

/// <summary>A file before names are made unique. Of a large data set there is one per image, so it shares what it can: the folder with its neighbours, the rest of its path with its name.</summary>
internal sealed class FoundFile
{
    private readonly string _root, _rest;

    /// <summary>Takes a file.</summary>
    /// <param name="name">Relative to the input it was found by.</param>
    /// <param name="root">A folder, absolute, that it is probably in; the same object for many files.</param>
    /// <param name="path">Absolute.</param>
    public FoundFile(string name, string root, string path)
    {
        string below = System.IO.Path.EndsInDirectorySeparator(root) ? root : root + System.IO.Path.DirectorySeparatorChar;
        (Name, _root, _rest) = path.StartsWith(below, StringComparison.Ordinal) ? (name, root, path[below.Length..]) : (name, "", path);
        if (_rest == name) _rest = name;
    }

    /// <summary>Relative to the input it was found by.</summary>
    public string Name { get; }

    /// <summary>Name of the folder that the input stands for; tells files of equal name apart. Default: the one that the file is in.</summary>
    public string Folder { get => field ?? System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(Path) ?? ""); init; }

    /// <summary>Absolute.</summary>
    public string Path => System.IO.Path.Join(_root, _rest);

    /// <summary>The container that it came from, absolute; null = none.</summary>
    public string? Container { get; init; }

    /// <summary>True if it was unpacked: then its name says what its content is, and the time of the file nothing.</summary>
    public bool IsUnpacked { get; init; }

    /// <summary>Where its metadata is; null = it has none.</summary>
    public LinePlace? Metadata { get; init; }
}
