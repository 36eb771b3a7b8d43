using System.Xml.Linq;
using Xunit;

namespace AlignZeg.Architecture.Tests;

public sealed class ProjectReferenceTests
{
    private const string Prefix = "AlignZeg.";

    // Who may know whom. A project that is not listed here fails: decide first.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Model"] = [],
        ["Datasets"] = [],
        ["Abstractions"] = [],
        ["Storage"] = ["Abstractions"],
        ["Grains"] = ["Abstractions", "Storage", "Model", "Datasets"],
        ["Server"] = ["Abstractions", "Storage", "Datasets"],
        ["Client"] = [],
        ["Cli"] = ["Model", "Datasets", "Abstractions", "Storage", "Grains", "Server", "Client"],
    };

    public static TheoryData<string> Projects() => [.. Repository.Projects("src").Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_KnowsOnlyWhomItMay(string project)
    {
        Assert.StartsWith(Prefix, project, StringComparison.Ordinal);
        Assert.True(Allowed.TryGetValue(project[Prefix.Length..], out var allowed), $"{project} is not in the table of who may know whom.");
        var known = XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))[Prefix.Length..]);
        Assert.Empty(known.Except(allowed!));
    }

    [Fact]
    public void Solution_HoldsEveryProject()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "AlignZeg.Orleans.sln")).Replace('\\', '/');
        var projects = Repository.Projects("src").Concat(Repository.Projects("tests")).Select(Repository.Relative);
        Assert.Empty(projects.Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void EveryProject_HasItsLockFile()
    {
        var projects = Repository.Projects("src").Concat(Repository.Projects("tests"));
        Assert.Empty(projects.Where(project => !File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json"))).Select(Repository.Relative));
    }
}
