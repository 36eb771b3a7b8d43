using AlignZeg.Datasets.Downloads;

namespace AlignZeg.Cli.Remote;

/// <summary>Archives that a server unpacks, by their names.</summary>
internal static class Archives
{
    private static readonly (string End, string Type)[] Types =
        [(".zip", "application/zip"), (".tar", "application/x-tar"), (".tar.gz", "application/gzip"), (".tgz", "application/gzip")];

    /// <summary>What to call the one archive that is meant; null = something else is, or several: an archive makes a version by itself, so that those of one version are unpacked before they are sent.</summary>
    public static string? TypeOf(IReadOnlyList<string> paths) => paths is [var path] && !ImageAddress.Is(path) && File.Exists(path)
        ? Types.FirstOrDefault(one => path.EndsWith(one.End, StringComparison.OrdinalIgnoreCase)).Type
        : null;
}
