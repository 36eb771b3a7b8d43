namespace AlignZeg.Datasets.Manifests;

/// <summary>The file extensions by which images are picked from folders. Only picked: what a file is, its bytes decide.</summary>
public static class ImageExtensions
{
    private static readonly HashSet<string> Known = new(
        [".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".tif", ".tiff", ".bmp"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The extensions as a sentence lists them.</summary>
    public static string Listed { get; } = string.Join(", ", Known.Select(e => e[1..]));

    /// <summary>True if the path ends in an image extension, in any case.</summary>
    public static bool Has(string path) => Known.Contains(Path.GetExtension(path));

    /// <summary>The path without its image extension; a path without one stays as it is.</summary>
    public static string Strip(string path) => Has(path) && Path.GetFileNameWithoutExtension(path).Length > 0 ? path[..^Path.GetExtension(path).Length] : path;
}
