using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Exports;

/// <summary>The folder that an export grows in, beside its final place. Nothing is written outside of it.</summary>
public sealed class ExportFolder
{
    private readonly FolderBounds _bounds;

    /// <summary>Takes a folder that exists.</summary>
    /// <param name="root">Its path.</param>
    public ExportFolder(string root) => _bounds = new(root);

    /// <summary>The folder, absolute.</summary>
    public string Root => _bounds.Root;

    /// <summary>The path of a file below the folder, whose folders are made.</summary>
    /// <param name="name">Relative, with <c>/</c> between folders.</param>
    /// <exception cref="ExportException">The name leads out of the folder, or is too long for a file.</exception>
    public string PathOf(string name)
    {
        var path = Inside(name);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception failure) when (failure is PathTooLongException or DirectoryNotFoundException)
        {
            throw Refused(name);
        }

        return path;
    }

    /// <summary>The path that a name has below the folder.</summary>
    /// <exception cref="ExportException">The name leads out of the folder.</exception>
    internal string Inside(string name) => _bounds.Below(name) ?? throw Refused(name);

    /// <summary>Writes a file that is not there yet: an export writes none twice, and two images that a format calls the same must not share one.</summary>
    /// <exception cref="ExportException">The name leads out of the folder, is too long for a file, or has been taken.</exception>
    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        var path = PathOf(name);
        if (File.Exists(path)) throw new ExportException($"Another image has the file '{name}' of this export already; rename one of the two.");
        try
        {
            File.WriteAllBytes(path, bytes);
        }
        catch (PathTooLongException)
        {
            throw Refused(name);
        }
    }

    /// <summary>Writes a text file, UTF-8, that is not there yet.</summary>
    /// <exception cref="ExportException">The name leads out of the folder, is too long for a file, or has been taken.</exception>
    public void Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    private static ExportException Refused(string name) =>
        new($"The name '{(name.Length > 80 ? name[..80] + "…" : name)}' cannot be a file of the export: it leads out of its folder or is too long.");
}
