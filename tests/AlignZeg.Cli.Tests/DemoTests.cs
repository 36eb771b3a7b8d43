namespace AlignZeg.Cli.Tests;

public sealed class DemoTests
{
    [Fact]
    public async Task Demo_ShowsATableAndLeavesAReport()
    {
        using var folder = new TemporaryFolder();
        var outcome = (await AlignZegProcess.RunAloneAsync("demo", "--count", "12", "--output", folder["out"])).Expect(0);
        foreach (var word in new[] { "IoU", "Confidence", "hIoU", "images/s", "0 failed", "index.html", "unseen" }) Assert.Contains(word, outcome.Output, StringComparison.Ordinal);
        Assert.Contains("12/12 images", outcome.Error, StringComparison.Ordinal);
        foreach (var file in new[] { "results.jsonl", "classes.json", "summary.json", "index.html", "world/vocabulary.json", "world/split.json" }) Assert.True(File.Exists(folder["out/" + file]), file);
        foreach (var name in new[] { "masks", "overlays", "confidence", "world/images", "world/truth" }) Assert.Equal(12, Directory.EnumerateFiles(folder["out/" + name]).Count());

        (await AlignZegProcess.RunAloneAsync("demo", "--count", "12", "--output", folder["out"])).Expect(0);
        (await AlignZegProcess.RunAloneAsync("demo", "--count", "13", "--output", folder["out"])).ExpectSentence(2, "other scenes");
    }

    [Fact]
    public async Task World_IsTheSameForTheSameSeed()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "one", "two" }) (await AlignZegProcess.RunAloneAsync("world", "--count", "4", "--seed", "9", "--output", folder[name])).Expect(0);
        foreach (var file in Directory.EnumerateFiles(folder["one"], "*", SearchOption.AllDirectories))
            Assert.Equal(await BytesAsync(file), await BytesAsync(Path.Combine(folder["two"], Path.GetRelativePath(folder["one"], file))));
    }

    [Fact]
    public async Task Bench_EndsWithOneLineOfFigures()
    {
        var outcome = (await AlignZegProcess.RunAloneAsync("bench", "label", "--count", "6", "--repetitions", "1", "--json")).Expect(0);
        Assert.True(outcome.Last.GetProperty("ratio").GetDouble() > 0);
        Assert.True(outcome.Last.GetProperty("images_per_second").GetDouble() > 0);
        Assert.True(outcome.Last.GetProperty("plain_images_per_second").GetDouble() > 0);
    }

    private static Task<byte[]> BytesAsync(string path) => File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
}
