namespace AlignZeg.Datasets.Manifests;

/// <summary>A folder that names lead into, and never out of: names come from files that others wrote.</summary>
public readonly record struct FolderBounds
{
    /// <summary>Takes a folder, which need not exist.</summary>
    /// <param name="path">Its path; a separator at its end says nothing.</param>
    public FolderBounds(string path) => Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>The folder, absolute, without a separator at its end (except the root of a disk).</summary>
    public string Root { get; }

    /// <summary>The path of a name below the folder.</summary>
    /// <param name="name">Relative, with <c>/</c> between folders.</param>
    /// <returns>Absolute; null if it leads out of the folder, or to the folder itself, or is no name.</returns>
    public string? Below(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Contains('\0', StringComparison.Ordinal)) return null;
        string path = Path.GetFullPath(Path.Combine(Root, name));
        return path.StartsWith(WithSeparator(Root), StringComparison.Ordinal) ? path : null;
    }

    /// <summary>Whether a path is that of the folder, or of something below it. Links are not followed.</summary>
    /// <param name="path">Relative to the current folder, or absolute.</param>
    public bool Holds(string path) => WithSeparator(Path.GetFullPath(path)).StartsWith(WithSeparator(Root), StringComparison.Ordinal);

    private static string WithSeparator(string folder) => Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar;
}
