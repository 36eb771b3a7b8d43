using System.Text.RegularExpressions;

namespace AlignZeg.Client.Tests.Package;

public sealed partial class ReadmeTests
{
    [Fact]
    public async Task EveryExample_IsCompiled()
    {
        string compiled = Lines(await File.ReadAllTextAsync(Path.Combine(Sources.Root, "tests/AlignZeg.Client.Tests/Package/ReadmeExamples.cs")));
        string readme = await File.ReadAllTextAsync(Path.Combine(Sources.Root, "src/AlignZeg.Client/README.md"));
        var examples = Example().Matches(readme).Select(match => Lines(match.Groups["code"].Value)).ToList();
        Assert.True(examples.Count >= 5, $"only {examples.Count} examples were found");
        Assert.All(examples, example => Assert.Contains(example, compiled, StringComparison.Ordinal));
    }

    // Indentation, empty lines and usings do not count.
    private static string Lines(string code) =>
        string.Join('\n', code.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("using ", StringComparison.Ordinal)));

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Example();
}
