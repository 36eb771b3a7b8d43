namespace AlignZeg.Datasets.Manifests;

/// <summary>A file before names are made unique.</summary>
/// <param name="Name">Relative to the input it was found by.</param>
/// <param name="Folder">Name of the folder that the input stands for; tells files of equal name apart.</param>
/// <param name="Path">Absolute.</param>
internal readonly record struct FoundFile(string Name, string Folder, string Path)
{
    /// <summary>The container that it came from, absolute; null = none.</summary>
    public string? Container { get; init; }

    /// <summary>True if it was unpacked: then its name says what its content is, and the time of the file nothing.</summary>
    public bool IsUnpacked { get; init; }

    /// <summary>Where its metadata is; null = it has none.</summary>
    public LinePlace? Metadata { get; init; }
}
