using System.Text.RegularExpressions;
using Xunit;

namespace AlignZeg.Architecture.Tests;

/// <summary>What goes to a server goes through the client, which anybody can have: no verb knows more than a consumer does.</summary>
public sealed partial class RemoteVerbTests
{
    private static readonly string[] Folders = ["src/AlignZeg.Cli/Remote", "src/AlignZeg.Cli/Commands/Remote"];

    [Fact]
    public void RemoteVerbs_UseNothingButTheClient()
    {
        var files = Folders.SelectMany(folder => Repository.Files(folder)).ToList();
        Assert.True(files.Count >= 15, $"only {files.Count} files were looked at");
        Assert.Empty(files.Where(file => Platform().IsMatch(File.ReadAllText(file))).Select(Repository.Relative));
    }

    [Fact]
    public void Client_NeedsNothingOfTheServer()
    {
        string project = File.ReadAllText(Path.Combine(Repository.Root, "src/AlignZeg.Client/AlignZeg.Client.csproj"));
        Assert.DoesNotContain("ProjectReference", project, StringComparison.Ordinal);
        Assert.DoesNotContain("FrameworkReference", project, StringComparison.Ordinal);
        Assert.DoesNotContain("Orleans", project, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"AlignZeg\.(Abstractions|Grains|Storage|Server)\b|\bOrleans\b|\bI[A-Z]\w*Grain\b|IGrainFactory|new HttpClient", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Platform();
}
