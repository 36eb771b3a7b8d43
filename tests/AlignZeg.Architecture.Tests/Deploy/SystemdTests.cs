using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace AlignZeg.Architecture.Tests.Deploy;

/// <summary>deploy/systemd.</summary>
public sealed class SystemdTests
{
    private const int LongestDrain = 60;
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "systemd");
    private static readonly string Unit = File.ReadAllText(Path.Combine(Folder, "alignzeg.service"));

    [Fact]
    public void Unit_GivesTimeToEnd() => Assert.InRange(int.Parse(Setting("TimeoutStopSec"), CultureInfo.InvariantCulture), LongestDrain + 1, 600);

    [Theory]
    [InlineData("api")]
    [InlineData("worker")]
    [InlineData("all")]
    public async Task Unit_StartsTheProgramWithKeysThatThereAre(string role)
    {
        var environment = File.ReadLines(Path.Combine(Folder, "alignzeg.env.example")).Where(line => line.StartsWith("ALIGNZEG", StringComparison.Ordinal))
            .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        environment["ALIGNZEG__Cluster__Address"] = "127.0.0.1"; // 'auto' asks for a network
        string[] command = [.. Setting("ExecStart").Split(' ')[1..].Select(argument => argument.Replace("${ALIGNZEG_ROLE}", role, StringComparison.Ordinal))];
        var (exitCode, output) = await ConfigurationCheck.RunAsync(command, environment, ["Storage__Azure__ConnectionString", "Http__AdminKey"]);
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Unit_IsWhatSystemdUnderstands()
    {
        if (!File.Exists("/usr/bin/systemd-analyze")) Assert.Skip("systemd-analyze is not on this machine.");
        var folder = Directory.CreateTempSubdirectory("alignzeg-unit-");
        try
        {
            string copy = Path.Combine(folder.FullName, "alignzeg.service");
            await File.WriteAllTextAsync(copy, Unit.Replace("/opt/alignzeg/alignzeg", Path.Combine(Repository.CliOutput, "alignzeg"), StringComparison.Ordinal), TestContext.Current.CancellationToken);
            Assert.Equal("", await VerifyAsync(copy));
            await File.WriteAllTextAsync(copy, Unit.Replace("TimeoutStopSec=", "TimeoutStopSecond=", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            Assert.Contains("TimeoutStopSecond", await VerifyAsync(copy), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Setting(string name) => Unit.Split('\n').Single(line => line.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    // Says of other units of the machine what it thinks, too: only what it says of ours counts.
    private static async Task<string> VerifyAsync(string unit)
    {
        using var analyze = Process.Start(new ProcessStartInfo("/usr/bin/systemd-analyze", ["verify", "--man=no", "--recursive-errors=no", unit]) { UseShellExecute = false, RedirectStandardError = true })!;
        string said = await analyze.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await analyze.WaitForExitAsync(TestContext.Current.CancellationToken);
        return string.Join('\n', said.Split('\n').Where(line => line.Contains("alignzeg", StringComparison.Ordinal)));
    }
}
