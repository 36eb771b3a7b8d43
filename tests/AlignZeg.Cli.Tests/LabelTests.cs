using System.Text.Json;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Cli.Tests;

public sealed class LabelTests(ReferenceRun reference)
{
    [Fact]
    public async Task Label_GivesOneResultPerImageInOrder()
    {
        var lines = await Results.LinesAsync(reference.Output);
        var names = lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("name").GetString()).ToList();
        Assert.Equal(Directory.EnumerateFiles(reference.Images).Select(Path.GetFileName).Order(StringComparer.Ordinal), names);
        foreach (var folder in new[] { "masks", "confidence", "overlays" })
            Assert.Equal(ReferenceRun.Count, Directory.EnumerateFiles(Path.Combine(reference.Output, folder)).Count());
    }

    [Fact]
    public void Label_SumsUp()
    {
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(reference.Output, "summary.json")));
        var root = summary.RootElement;
        Assert.Equal(ReferenceRun.Count, root.GetProperty("done").GetInt32());
        Assert.Equal(0, root.GetProperty("failed").GetInt32());
        foreach (var score in new[] { "miou", "miou_seen", "miou_unseen", "hiou", "pixel_accuracy" }) Assert.InRange(root.GetProperty(score).GetDouble(), 0.01, 1);
        Assert.True(root.GetProperty("images_per_second").GetDouble() > 0);
    }

    [Fact]
    public void Json_IsEventsAndASummary()
    {
        var kinds = reference.Outcome.Lines.Select(line => line.GetProperty("event").GetString()).ToList();
        Assert.Contains("stage", kinds);
        Assert.Contains("progress", kinds);
        Assert.Equal("summary", kinds[^1]);
        Assert.Single(kinds, kind => kind == "summary");
    }

    [Fact]
    public async Task Evaluate_AgreesWithTheJob()
    {
        var scores = (await AlignZegProcess.RunAloneAsync(
            "evaluate", "--predictions", Path.Combine(reference.Output, "masks"), "--truth", reference.Truth, "--classes", Path.Combine(reference.Output, "classes.json"), "--json")).Expect(0).Last;
        foreach (var score in new[] { "miou", "miou_seen", "miou_unseen", "hiou", "pixel_accuracy" })
            Assert.Equal(reference.Outcome.Last.GetProperty(score).GetDouble(), scores.GetProperty(score).GetDouble(), 1e-5);
    }

    [Fact]
    public void Report_IsOneFile()
    {
        var page = File.ReadAllText(Path.Combine(reference.Output, "index.html"));
        foreach (var loaded in new[] { "src=\"http", "href=\"http", "url(", "@import", "<link rel=\"stylesheet", "fetch(" }) Assert.DoesNotContain(loaded, page, StringComparison.Ordinal);
        var data = page[(page.IndexOf("id=\"data\">", StringComparison.Ordinal) + 10)..];
        using var parsed = JsonDocument.Parse(data[..data.IndexOf("</script>", StringComparison.Ordinal)]);
        var cards = parsed.RootElement.GetProperty("images").EnumerateArray().ToList();
        Assert.Equal(ReferenceRun.Count, cards.Count);
        Assert.All(cards, card => Assert.StartsWith("data:image/png;base64,", card.GetProperty("truth").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task FinishedJob_OnlyWritesTheReportAgain()
    {
        var page = Path.Combine(reference.Output, "index.html");
        var mask = Directory.EnumerateFiles(Path.Combine(reference.Output, "masks")).First();
        var (before, written) = (await Results.LinesAsync(reference.Output), File.GetLastWriteTimeUtc(mask));
        File.Delete(page);
        var again = (await AlignZegProcess.RunAloneAsync(reference.Command(reference.Output))).Expect(0);
        Assert.Contains(again.Lines, line => line.GetProperty("event").GetString() == "stage" && line.GetProperty("text").GetString()!.Contains("already", StringComparison.Ordinal));
        Assert.True(File.Exists(page));
        Assert.Equal(written, File.GetLastWriteTimeUtc(mask));
        Assert.Equal(before, await Results.LinesAsync(reference.Output));
        Assert.Equal(reference.Outcome.Last.GetProperty("images_per_second").GetDouble(), again.Last.GetProperty("images_per_second").GetDouble());
    }

    [Fact]
    public async Task FinishedJob_IsScoredAgain_WhereTheTruthWasMended()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["truth"]);
        string[] maps = [.. Directory.EnumerateFiles(reference.Truth).Order(StringComparer.Ordinal).Take(2)];
        File.Copy(maps[0], Path.Combine(folder["truth"], Path.GetFileName(maps[0])));
        string[] images = [.. maps.Select(map => Directory.EnumerateFiles(reference.Images, Path.GetFileNameWithoutExtension(map) + ".*").Single())];
        async Task<double> ScoreAsync() => (await AlignZegProcess.RunAsync(["label", .. images, "--vocabulary", reference.Vocabulary, "--truth", folder["truth"], "--output", folder["out"], "--json"])).Expect(0).Last.GetProperty("pixel_accuracy").GetDouble();

        double one = await ScoreAsync();
        File.Copy(maps[1], Path.Combine(folder["truth"], Path.GetFileName(maps[1])));
        double both = await ScoreAsync();
        var map = LabelMapPng.Decode(await File.ReadAllBytesAsync(maps[1], TestContext.Current.CancellationToken), maps[1]);
        var mended = new LabelMap(new ushort[map.Ids.Length], map.Width, map.Height);
        await File.WriteAllBytesAsync(Path.Combine(folder["truth"], Path.GetFileName(maps[1])), LabelMapPng.Encode(mended, classes: 33), TestContext.Current.CancellationToken);
        Assert.Equal(3, new[] { one, both, await ScoreAsync() }.Distinct().Count());
    }

    [Fact]
    public async Task Results_InTheFolderThatIsLabelled_AreNoPictures_AndOddNamesFindTheirTruth()
    {
        using var folder = new TemporaryFolder();
        string image = Directory.EnumerateFiles(reference.Images).Order(StringComparer.Ordinal).First();
        foreach (string name in new[] { "in", "truth" }) Directory.CreateDirectory(folder[name]);
        File.Copy(image, folder["in/12:30" + Path.GetExtension(image)]);
        File.Copy(Path.Combine(reference.Truth, Path.GetFileNameWithoutExtension(image) + ".png"), folder["truth/12:30.png"]);
        string[] command = ["label", folder["in"], "--vocabulary", reference.Vocabulary, "--truth", folder["truth"], "--output", folder["in/labels"] + "/", "--json"];
        var first = (await AlignZegProcess.RunAsync(command)).Expect(0).Last;
        Assert.Equal(1, first.GetProperty("done").GetInt32());
        var again = (await AlignZegProcess.RunAsync(command)).Expect(0).Last;
        Assert.Equal(first.GetProperty("pixel_accuracy").GetDouble(), again.GetProperty("pixel_accuracy").GetDouble());
        var line = JsonDocument.Parse(Assert.Single(await Results.LinesAsync(folder["in/labels"]))).RootElement;
        Assert.Equal(("12_30.png", "12:30.png"), (Path.ChangeExtension(line.GetProperty("name").GetString(), ".png"), Path.ChangeExtension(line.GetProperty("original").GetString(), ".png")));
    }

    [Fact]
    public async Task FinishedJob_ForgetsASplit_ThatIsNoLongerGiven()
    {
        using var folder = new TemporaryFolder();
        File.Copy(reference.Vocabulary, folder["vocabulary.json"]); // with no split beside it
        string[] names = [.. JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(reference.Output, "classes.json"), TestContext.Current.CancellationToken)).RootElement.EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];
        await File.WriteAllTextAsync(folder["mine.json"], JsonSerializer.Serialize(new { seen = names[..1], unseen = names[1..] }), TestContext.Current.CancellationToken);
        string image = Directory.EnumerateFiles(reference.Images).Order(StringComparer.Ordinal).First();
        async Task<bool?[]> SeenAsync(params string[] more)
        {
            (await AlignZegProcess.RunAsync(["label", image, "--vocabulary", folder["vocabulary.json"], "--output", folder["out"], .. more])).Expect(0);
            var classes = JsonDocument.Parse(await File.ReadAllTextAsync(folder["out/classes.json"], TestContext.Current.CancellationToken)).RootElement;
            return [.. classes.EnumerateArray().Select(one => one.TryGetProperty("seen", out var seen) && seen.ValueKind != JsonValueKind.Null ? seen.GetBoolean() : (bool?)null)];
        }

        var given = await SeenAsync("--split", folder["mine.json"]);
        var own = await SeenAsync();
        Assert.Equal(1, given.Count(seen => seen == true));
        Assert.NotEqual(given, own);
        Assert.Equal(given, await SeenAsync("--split", folder["mine.json"]));
    }
}
