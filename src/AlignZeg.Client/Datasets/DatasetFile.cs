using System.IO.Enumeration;
using System.Text.Json;

namespace AlignZeg.Client.Datasets;

/// <summary>A file that shall become an image of a dataset.</summary>
/// <param name="Name">Path within the dataset, with <c>/</c>.</param>
/// <param name="Path">Where the file is.</param>
public sealed record DatasetFile(string Name, string Path)
{
    /// <summary>Most bytes of <see cref="Metadata"/>, as compact JSON in UTF-8; a server refuses more.</summary>
    public const int MaxMetadataBytes = 8 << 10;

    /// <summary>What else is said about it: a JSON object of at most <see cref="MaxMetadataBytes"/>, which its results have again. Default: nothing.</summary>
    public JsonElement? Metadata { get; init; }

    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif"];

    /// <summary>The pictures in a folder and those below it, by name.</summary>
    /// <param name="folder">Where to look.</param> <param name="pattern">Which file names, such as <c>*.jpg</c>. Null = those with the usual extensions of pictures.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<DatasetFile> In(string folder, string? pattern = null) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => IsWanted(path, pattern))
            .Select(path => new DatasetFile(System.IO.Path.GetRelativePath(folder, path).Replace('\\', '/'), path)).OrderBy(file => file.Name, StringComparer.Ordinal)];

    private static bool IsWanted(string path, string? pattern) => pattern is null
        ? Extensions.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
        : FileSystemName.MatchesSimpleExpression(pattern, System.IO.Path.GetFileName(path));
}

/// <summary>How far an upload is.</summary>
/// <param name="Total">Files.</param>
/// <param name="Hashed">Files that were read once, to know what they are.</param>
/// <param name="Done">Files whose bytes the server has.</param>
/// <param name="BytesSent">Bytes that had to be sent.</param>
public sealed record UploadProgress(int Total, int Hashed, int Done, long BytesSent);
