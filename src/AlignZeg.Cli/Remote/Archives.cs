using AlignZeg.Cli.Commands;
using AlignZeg.Datasets.Downloads;

namespace AlignZeg.Cli.Remote;

/// <summary>Archives that a server unpacks, by their names.</summary>
internal static class Archives
{
    private static readonly (string End, string Type)[] Types =
        [(".zip", "application/zip"), (".tar", "application/x-tar"), (".tar.gz", "application/gzip"), (".tgz", "application/gzip")];

    /// <summary>What to call the archive that is meant; null = there is none among the paths.</summary>
    /// <exception cref="CommandException">An archive beside other things, or one that is not there.</exception>
    public static string? TypeOf(IReadOnlyList<string> paths)
    {
        string? archive = paths.FirstOrDefault(path => Find(path) is not null);
        if (archive is null) return null;
        if (paths.Count > 1) throw CommandException.BadInput($"Give either one archive ('{archive}') or other paths; each makes a version of its own.");
        if (!File.Exists(archive)) throw CommandException.BadInput($"There is no archive '{archive}'.");
        return Find(archive);
    }

    private static string? Find(string path) => ImageAddress.Is(path) ? null : Types.FirstOrDefault(one => path.EndsWith(one.End, StringComparison.OrdinalIgnoreCase)).Type;
}
