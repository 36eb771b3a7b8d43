namespace AlignZeg.Client.Tests.Package;

/// <summary>The repository that these tests were built from.</summary>
internal static class Sources
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AlignZeg.Orleans.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("These tests read the repository's files; run them from inside it.");
    }
}
