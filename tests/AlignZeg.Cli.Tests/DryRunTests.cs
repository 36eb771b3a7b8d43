using System.Text.Json;

namespace AlignZeg.Cli.Tests;

/// <summary><c>label --dry-run</c>.</summary>
public sealed class DryRunTests
{
    [Fact]
    public async Task DryRun_SaysWhatTheJobWouldDo_AndWritesNothing()
    {
        using var folder = new TemporaryFolder();
        await AlignZegProcess.RunAsync("world", "--output", folder["world"], "--count", "6");
        var images = folder["world/images"];
        File.Copy(Directory.GetFiles(images).Order().First(), Path.Combine(images, "zz-copy.png"));
        await File.WriteAllTextAsync(Path.Combine(images, "zz-text.png"), "not a picture", TestContext.Current.CancellationToken);
        var before = Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Order().ToArray();
        var outcome = await AlignZegProcess.RunAsync("label", images, "--vocabulary", folder["world/vocabulary.json"], "--dry-run", "--probe", "3", "--json");
        Assert.Equal(3, outcome.ExitCode);
        var plan = JsonDocument.Parse(outcome.Output.Trim().Split('\n')[^1]).RootElement;
        Assert.Equal("plan", plan.GetProperty("event").GetString());
        Assert.Equal((8, 6, 1, 1), (Number(plan, "images"), Number(plan, "distinct"), Number(plan, "duplicates"), Number(plan, "unreadable")));
        Assert.Equal(1, plan.GetProperty("unreadable_by_reason").GetProperty("unsupported_format").GetProperty("images").GetInt32());
        Assert.Equal(3, Number(plan, "probed"));
        Assert.True(plan.GetProperty("device_seconds").GetDouble() > 0);
        Assert.True(plan.GetProperty("device_seconds_margin").GetDouble() >= 0);
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public async Task DryRun_WithoutAProbe_OnlyReads()
    {
        using var folder = new TemporaryFolder();
        await AlignZegProcess.RunAsync("world", "--output", folder["world"], "--count", "2");
        var outcome = await AlignZegProcess.RunAsync("label", folder["world/images"], "--vocabulary", folder["world/vocabulary.json"], "--dry-run", "--probe", "0");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("2 different pictures", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Device time", outcome.Output, StringComparison.Ordinal);
    }

    // Of an image in tiles one is labelled, and all of them count.
    [Fact]
    public async Task DryRun_CountsTheTilesOfALargeImage()
    {
        using var folder = new TemporaryFolder();
        await AlignZegProcess.RunAsync("world", "--output", folder["world"], "--count", "6");
        string[] command = ["label", folder["world/images"], "--vocabulary", folder["world/vocabulary.json"], "--dry-run", "--json", "--tile", "100", "--tile-overlap", "0"];
        var plan = (await AlignZegProcess.RunAsync([.. command, "--probe", "2"])).Expect(0).Last;
        Assert.Equal((6, 6, 2), (Number(plan, "distinct"), Number(plan, "tiled_images"), Number(plan, "probed")));
        Assert.True(Number(plan, "tiles") >= 4 * 6);
        var large = (await AlignZegProcess.RunAsync("label", folder["world/images"], "--vocabulary", folder["world/vocabulary.json"], "--dry-run", "--json", "--probe", "0")).Expect(0).Last;
        Assert.Equal((0, 0), (Number(large, "tiled_images"), Number(large, "tiles")));
        Assert.Contains("6 images", (await AlignZegProcess.RunAsync([.. command[..5], .. command[6..], "--probe", "0"])).Expect(0).Output.Split('\n').Single(line => line.Contains("In tiles", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Label_WithoutOutput_IsBadUsage()
    {
        using var folder = new TemporaryFolder();
        var outcome = await AlignZegProcess.RunAsync("label", folder.Path, "--vocabulary", folder["none.txt"]);
        outcome.ExpectSentence(2, "--output");
    }

    private static int Number(JsonElement plan, string name) => plan.GetProperty(name).GetInt32();
}
