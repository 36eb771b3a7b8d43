namespace AlignZeg.Architecture.Tests;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["bin", "obj", ".git", "out", "node_modules", "alignzeg-data", "TestResults"];

    public static string Root { get; } = FindRoot();

    /// <summary>Release or Debug, as these tests were built.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string CliOutput { get; } = Path.Combine(Root, "src", "AlignZeg.Cli", "bin", Configuration, "net10.0");

    public static IEnumerable<string> Projects(string folder) =>
        Files(folder).Where(file => file.EndsWith(".csproj", StringComparison.Ordinal));

    /// <summary>Every file under a folder of the repository that a person wrote.</summary>
    public static IEnumerable<string> Files(string folder = "")
    {
        var pending = new Stack<string>([Path.Combine(Root, folder)]);
        while (pending.TryPop(out var directory))
        {
            foreach (var child in Directory.EnumerateDirectories(directory).Where(child => !Generated.Contains(Path.GetFileName(child)))) pending.Push(child);
            foreach (var file in Directory.EnumerateFiles(directory)) yield return file;
        }
    }

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AlignZeg.Orleans.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("These tests read the repository's files; run them from inside it.");
    }
}
