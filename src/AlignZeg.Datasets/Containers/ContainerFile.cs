using AlignZeg.Datasets.Archives;

namespace AlignZeg.Datasets.Containers;

/// <summary>Files that hold many images, by the ends of their names.</summary>
public static class ContainerFile
{
    private static readonly (string End, ArchiveFormat? Format)[] Ends =
    [
        (".zip", ArchiveFormat.Zip), (".tar", ArchiveFormat.Tar), (".tar.gz", ArchiveFormat.TarGzip), (".tgz", ArchiveFormat.TarGzip), (".parquet", null),
    ];

    /// <summary>The ends as a sentence lists them.</summary>
    public static string Listed { get; } = string.Join(", ", Ends.Select(one => one.End[1..]));

    /// <summary>True if the path names a container.</summary>
    public static bool Is(string path) => EndOf(path) is not null;

    /// <summary>The kind of an archive; null = it is a table (Parquet).</summary>
    internal static ArchiveFormat? FormatOf(string path) => Array.Find(Ends, one => one.End == EndOf(path)).Format;

    /// <summary>Its name without the end, of an address its last part: what tells its images from those of other containers.</summary>
    internal static string StemOf(string path) => EndOf(path) is { } end ? Path.GetFileName(path)[..^end.Length] : Path.GetFileNameWithoutExtension(path.TrimEnd('/'));

    private static string? EndOf(string path) => Array.Find(Ends, one => path.EndsWith(one.End, StringComparison.OrdinalIgnoreCase)).End;
}
