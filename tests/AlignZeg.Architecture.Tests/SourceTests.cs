using System.Text.RegularExpressions;
using Xunit;

namespace AlignZeg.Architecture.Tests;

public sealed partial class SourceTests
{
    private const int MostLines = 400;
    private static readonly string[] TextFiles = [".cs", ".csproj", ".props", ".targets", ".json", ".sh", ".md", ".sln", ".yml", ".yaml", ".html", ".css", ".js", ".txt", ""];

    // Written in two halves: this file must pass its own test.
    private static readonly string[] MachinePaths = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", @"C:\Us" + "ers"];
    private static readonly string[] RegistryHosts = ["nuget" + ".org", "pypi" + ".org", "npmjs" + ".org", "npmjs" + ".com"];

    [Fact]
    public void SourceFiles_AreShort() =>
        Assert.Empty(Source().Where(file => File.ReadLines(file).Count() > MostLines).Select(Repository.Relative));

    [Fact]
    public void Namespaces_HoldNoSegmentOfOrleans() =>
        Assert.Empty(Source().Where(file => ForeignNamespace().IsMatch(File.ReadAllText(file))).Select(Repository.Relative));

    [Fact]
    public void PublicApi_StaysDocumented() // the compiler demands it (CS1591); nobody may tell it not to in src
    {
        var silenced = Repository.Files("src").Where(file => Path.GetExtension(file) is ".cs" or ".csproj" or ".props" or ".editorconfig")
            .Where(file => File.ReadAllText(file).Contains("CS15" + "91", StringComparison.Ordinal));
        Assert.Empty(silenced.Select(Repository.Relative));
    }

    [Fact]
    public void Files_NameNoMachineAndNoRegistry()
    {
        var forbidden = MachinePaths.Concat(RegistryHosts).ToArray();
        var found = from file in Repository.Files()
                    where TextFiles.Contains(Path.GetExtension(file)) && new FileInfo(file).Length < 4_000_000
                    let text = File.ReadAllText(file)
                    from word in forbidden
                    where text.Contains(word, StringComparison.OrdinalIgnoreCase)
                    select $"{Repository.Relative(file)}: {word}";
        Assert.Empty(found);
    }

    [Fact]
    public void TopLevel_IsWhatTheReadmeMaps()
    {
        string[] expected = ["src", "tests", "deploy", "configs", "README.md", "AlignZeg.Orleans.sln", "global.json"];
        var surprises = Directory.EnumerateFileSystemEntries(Repository.Root).Select(path => Path.GetFileName(path))
            .Where(name => !expected.Contains(name) && name[0] != '.' && !name.StartsWith("Directory.", StringComparison.Ordinal) && name is not ("out" or "TestResults"));
        Assert.Empty(surprises);
    }

    private static IEnumerable<string> Source() => Repository.Files("src").Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    [GeneratedRegex(@"^namespace AlignZeg\.Orleans", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ForeignNamespace();
}
