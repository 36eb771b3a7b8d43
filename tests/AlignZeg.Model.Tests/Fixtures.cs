namespace AlignZeg.Model.Tests;

/// <summary>The small reference data beside the tests, and files of the project.</summary>
internal static class Fixtures
{
    private static readonly Lazy<string> Root = new(() =>
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "AlignZeg.Orleans.sln"))) folder = folder.Parent;
        return folder.FullName;
    });

    public static string PathOf(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "fixtures", .. parts]);

    public static string PathInProject(params string[] parts) => Path.Combine([Root.Value, .. parts]);
}
