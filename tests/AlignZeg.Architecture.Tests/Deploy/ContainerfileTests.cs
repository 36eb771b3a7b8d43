using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace AlignZeg.Architecture.Tests.Deploy;

/// <summary>deploy/Containerfile, as far as it can be checked where no engine is: what it copies is there, what it runs is a command.</summary>
public sealed partial class ContainerfileTests
{
    private static readonly string[][] Instructions = [.. Continued().Replace(File.ReadAllText(Path.Combine(Repository.Root, "deploy", "Containerfile")), " ").Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private static readonly string[] Ignored = [.. File.ReadLines(Path.Combine(Repository.Root, ".dockerignore")).Where(line => line.Length > 0)];

    [Fact]
    public void Sources_AreThere_AndSent()
    {
        var sources = Copied().ToList();
        Assert.InRange(sources.Count, 8, 20);
        Assert.Empty(sources.Where(source => !Path.Exists(Path.Combine(Repository.Root, source)) || Ignored.Any(ignored => source == ignored || source.StartsWith(ignored + "/", StringComparison.Ordinal))));
    }

    [Fact]
    public void EveryFileThatABuildReads_IsCopied()
    {
        var needed = Directory.EnumerateFiles(Repository.Root).Select(file => Path.GetFileName(file)).Where(name => name.StartsWith("Directory.", StringComparison.Ordinal) || name is "global.json" or ".editorconfig");
        Assert.Empty(needed.Except(Copied(), StringComparer.Ordinal));
    }

    [Fact]
    public void Images_AreNeverTheLatest() => Assert.All(Of("FROM"), from =>
    {
        string image = Argument().Replace(from[1], match => Default(match.Groups["name"].Value));
        Assert.Matches(@"^[a-z./-]+:\d+\.\d+-noble$", image); // whose libstdc++ is as new as libtorch asks for
    });

    [Fact]
    public void Image_RunsAsNobody_AndChecksItself()
    {
        Assert.Equal("${APP_UID}:${APP_UID}", Of("USER").Single()[1]);
        Assert.Contains("alignzeg-ready", string.Join(' ', Of("HEALTHCHECK").Single()), StringComparison.Ordinal);
        Assert.Contains(Of("COPY"), copy => copy is [.., "deploy/ready.sh", "/usr/local/bin/alignzeg-ready"]);
    }

    [Fact]
    public async Task Image_StartsASiloAlone_ByDefault()
    {
        Assert.Equal("/app/alignzeg", List("ENTRYPOINT").Single());
        var (exitCode, output) = await ConfigurationCheck.RunAsync(List("CMD"), new Dictionary<string, string>(), []);
        Assert.True(exitCode == 0, output);
        Assert.Equal("/data", $"{ConfigurationCheck.Configuration(List("CMD"))["Storage"]!["Directory"]}");
        Assert.Equal("/data", Of("VOLUME").Single()[1]);
    }

    private static IEnumerable<string[]> Of(string instruction) => Instructions.Where(line => line[0] == instruction);

    private static IEnumerable<string> Copied() => Of("COPY").Where(line => !line.Any(word => word.StartsWith("--from", StringComparison.Ordinal))).SelectMany(line => line[1..^1]).Where(word => word[0] != '-');

    private static IEnumerable<string> List(string instruction) => JsonNode.Parse(string.Join(' ', Of(instruction).Single()[1..]))!.AsArray().Select(item => $"{item}");

    private static string Default(string argument) => Of("ARG").Select(line => line[1].Split('=')).First(pair => pair[0] == argument)[1];

    [GeneratedRegex(@"\\\n", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Continued();

    [GeneratedRegex(@"\$\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Argument();
}
