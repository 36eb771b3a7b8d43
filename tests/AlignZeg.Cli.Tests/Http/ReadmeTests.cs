using System.Diagnostics;
using System.IO.Compression;

namespace AlignZeg.Cli.Tests.Http;

/// <summary>What the README tells a person to type, typed by bash, with curl and with the command line, against a server.</summary>
[Collection(InTurn.Name)]
public sealed class ReadmeTests
{
    private const int Images = 4;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Service_DoesWhatTheReadmeSays()
    {
        using var folder = new TemporaryFolder();
        (await AlignZegProcess.RunAsync("world", "--count", $"{Images}", "--seed", "3", "--output", folder["out/world"])).Expect(0);
        await ZipFile.CreateFromDirectoryAsync(folder["out/world/images"], folder["photos.zip"], Token);
        File.Copy(Directory.EnumerateFiles(folder["out/world/images"]).First(), folder["a.png"]);
        await File.WriteAllTextAsync(folder["config.json"], """{"Cluster": {"Id": "readme"}, "Storage": {"Directory": "data"}, "Http": {"Url": "http://127.0.0.1:0"}}""", Token);
        using var server = AlignZegProcess.Start("serve", "--config", folder["config.json"], "--silo-port", "19871", "--gateway-port", "19872");
        string address = "", admin = "";
        Assert.True(await server.ReadLinesUntilAsync(line =>
        {
            if (line.StartsWith("http ready: ", StringComparison.Ordinal)) address = line["http ready: ".Length..];
            if (line.StartsWith("admin key", StringComparison.Ordinal)) admin = line.Split(' ')[^1];
            return line.StartsWith("silo ready", StringComparison.Ordinal);
        }));
        server.Drain();

        var (exitCode, output) = await BashAsync(folder.Path, Script(address, admin));
        Assert.True(exitCode == 0, output);
        Assert.Equal(2, output.Split("event: end").Length); // the stream that curl followed
        Assert.Equal(Images, File.ReadLines(folder["labels/results.jsonl"]).Count());
        Assert.Equal(Images, Directory.GetFiles(folder["labels/masks"]).Length);
        Assert.Equal("PNG"u8, File.ReadAllBytes(folder["mask.png"]).AsSpan(1, 3));
    }

    // The two blocks of the chapter, with what a person fills in.
    private static string Script(string address, string admin)
    {
        string chapter = File.ReadAllText(Path.Combine(Path.GetDirectoryName(AlignZegProcess.Program)!, "../../../../../README.md")).Split("\n## As a service\n")[1].Split("\n## ")[0];
        var lines = chapter.Split("```bash\n").Skip(1).SelectMany(block => block.Split("```")[0].Split('\n')).Where(line => line.Length > 0 && !line.StartsWith("alignzeg serve", StringComparison.Ordinal)).ToList();
        Assert.Equal(7, lines.Count(line => line.StartsWith("curl ", StringComparison.Ordinal)));
        int made = lines.FindIndex(line => line.Contains("tenant key create", StringComparison.Ordinal));
        lines[made] = $"KEY=$({lines[made].Split("  #")[0].Trim()} --json | grep -o 'alz_acme[^\"]*')";
        string text = string.Join('\n', lines).Replace("--key ADMIN", $"--key {admin}", StringComparison.Ordinal).Replace("ALIGNZEG_KEY=KEY", "ALIGNZEG_KEY=$KEY", StringComparison.Ordinal)
            .Replace("http://127.0.0.1:8080", address, StringComparison.Ordinal).Replace("localhost:8080", address["http://".Length..], StringComparison.Ordinal);
        return $"set -eu -o pipefail\nexport ALIGNZEG_SERVER={address}\nalignzeg() {{ '{AlignZegProcess.Program}' \"$@\"; }}\ncurl() {{ command curl -sS --fail-with-body \"$@\"; echo; }}\n{text}\n";
    }

    private static async Task<(int, string)> BashAsync(string folder, string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var bash = Process.Start(start)!;
        var (output, errors) = (bash.StandardOutput.ReadToEndAsync(Token), bash.StandardError.ReadToEndAsync(Token));
        await bash.WaitForExitAsync(Token);
        return (bash.ExitCode, $"{await output}\n{await errors}\n{script}");
    }
}
