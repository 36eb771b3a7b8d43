using AlignZeg.Cli.Tests;

namespace AlignZeg.Web.Tests;

/// <summary>What is checked in is what the sources say.</summary>
public sealed class BuildTests
{
    [Fact]
    public async Task CheckedInPages_AreWhatTheSourcesBuild()
    {
        using var folder = new TemporaryFolder();
        var (code, output) = await NodeProcess.RunAsync(Path.Combine(NodeProcess.Web, "build.mjs"), folder["dist"]);
        Assert.True(code == 0, output);
        string kept = Path.Combine(NodeProcess.Web, "dist");
        var (expected, found) = (Files(folder["dist"]), Files(kept));
        const string Mend = "src/AlignZeg.Web/dist is not what its sources build; run: npm run build --prefix src/AlignZeg.Web";
        Assert.True(expected.Count >= 5, "the build wrote hardly anything");
        Assert.True(expected.SequenceEqual(found), $"{Mend}\n{string.Join(", ", expected.Except(found).Concat(found.Except(expected)))}");
        Assert.All(expected, file => Assert.True(File.ReadAllBytes(Path.Combine(folder["dist"], file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(kept, file))), $"{Mend}\n{file}"));
    }

    [Fact]
    public async Task Sources_AreOfTheirTypes()
    {
        var (code, output) = await NodeProcess.RunAsync(Path.Combine(NodeProcess.Web, "node_modules", "typescript", "bin", "tsc"), "--noEmit", "-p", NodeProcess.Web);
        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task PureParts_PassTheirTests()
    {
        var (code, output) = await NodeProcess.RunAsync(Path.Combine(NodeProcess.Web, "test.mjs"));
        Assert.True(code == 0, output);
        Assert.DoesNotContain("# pass 0", output, StringComparison.Ordinal);
    }

    private static List<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];
}
