using System.Text.Json;

namespace AlignZeg.Cli.Tests;

public sealed class SplitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AnImage_StaysInItsPart_WhateverIsAddedRenamedOrCopied()
    {
        for (var i = 0; i < 60; i++) Add($"photos/day {i % 3}/é{i}.jpg", $"content {i}");
        var first = await SplitAsync("a", "--parts", "train=60,val=40");
        Assert.Equal(60, first.Count);
        Assert.Equal(["train", "val"], first.Values.Distinct().Order(StringComparer.Ordinal));
        for (var i = 60; i < 100; i++) Add($"photos/more/{i}.jpg", $"content {i}");
        File.Move(_folder["photos/day 0/é0.jpg"], _folder["photos/moved.jpg"]);
        Add("photos/copy.jpg", "content 1");
        var second = await SplitAsync("b", "--parts", "train=60,val=40");
        Assert.Equal(101, second.Count);
        Assert.All(first.Where(one => one.Key != "day 0/é0.jpg"), one => Assert.Equal(one.Value, second[one.Key]));
        Assert.Equal((first["day 0/é0.jpg"], first["day 1/é1.jpg"]), (second["moved.jpg"], second["copy.jpg"]));
        var report = Json("b/split-report.json");
        Assert.Equal((101, 1, 0), (report.GetProperty("images").GetInt32(), report.GetProperty("duplicates").GetInt32(), report.GetProperty("left_out").GetInt32()));
        Assert.NotEqual(first, await SplitAsync("c", "--parts", "train=60,val=40", "--seed", "1"));
    }

    [Fact]
    public async Task Manifests_AreInputs_AndDiffTellsWhatBecameOfThem()
    {
        for (var i = 0; i < 20; i++) Add($"photos/{i}.jpg", $"content {i}");
        var parts = await SplitAsync("m", "--as", "manifests", "--ratios", "50,50");
        Assert.Equal(20, parts.Count);
        string[] train = [.. parts.Where(one => one.Value == "train").Select(one => one.Key).Order(StringComparer.Ordinal)];
        Add($"photos/{train[0]}", "changed");
        File.Delete(_folder[$"photos/{train[1]}"]);
        var missing = await AlignZegProcess.RunAsync("dataset", "diff", _folder["photos"], _folder["m/train.jsonl"]);
        missing.ExpectSentence(2, train[1]);
        Add($"photos/{train[1]}", $"content {Path.GetFileNameWithoutExtension(train[1])}");
        var diff = (await AlignZegProcess.RunAsync("dataset", "diff", _folder["photos"], _folder["m/train.jsonl"], "--json")).Expect(0).Last;
        Assert.Equal(parts.Where(one => one.Value == "val").Select(one => one.Key).Order(StringComparer.Ordinal), diff.GetProperty("removed").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal((0, 0, train.Length), (diff.GetProperty("counts").GetProperty("added").GetInt32(), diff.GetProperty("counts").GetProperty("changed").GetInt32(), diff.GetProperty("same").GetInt32()));
        Assert.Contains("removed", (await AlignZegProcess.RunAsync("dataset", "diff", _folder["photos"], _folder["m/train.jsonl"])).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifests_KeepWhatTheManifestSaidOfTheImage()
    {
        Add("photos/a.jpg", "content a");
        await File.WriteAllTextAsync(_folder["photos/m.jsonl"], "{\"image\": \"a.jpg\", \"id\": \"left one\", \"camera\": \"left\", \"metadata\": {\"lux\": 3}}\n", TestContext.Current.CancellationToken);
        (await AlignZegProcess.RunAsync("split", _folder["photos/m.jsonl"], "--as", "manifests", "--parts", "train=100", "--output", _folder["s"])).Expect(0);
        var line = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["s/train.jsonl"], TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(("left one", "left", 3), (line.GetProperty("id").GetString(), line.GetProperty("metadata").GetProperty("camera").GetString(), line.GetProperty("metadata").GetProperty("lux").GetInt32()));
    }

    [Fact]
    public async Task Diff_OfAnArchive_TellsWhatItDidNotTake()
    {
        byte[] picture = [0x89, .. "PNG\r\n\x1a\n"u8, .. new byte[40]];
        Directory.CreateDirectory(_folder["photos"]);
        await File.WriteAllBytesAsync(_folder["photos/a.png"], picture, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["photos/notes.txt"], "no picture", TestContext.Current.CancellationToken);
        await System.IO.Compression.ZipFile.CreateFromDirectoryAsync(_folder["photos"], _folder["photos.zip"], TestContext.Current.CancellationToken);
        var diff = (await AlignZegProcess.RunAsync("dataset", "diff", _folder["photos.zip"], _folder["photos"], "--json")).Expect(3);
        Assert.Equal(1, diff.Last.GetProperty("same").GetInt32());
    }

    [Fact]
    public async Task BadInput_IsOneSentence()
    {
        Add("photos/a.jpg", "a");
        (await RunAsync(_folder["none"])).ExpectSentence(2, "no folder or file");
        (await RunAsync(_folder["photos"], "--parts", "train=0")).ExpectSentence(2, "'train=0'", "train=80");
        (await RunAsync(_folder["photos"], "--as", "csv")).ExpectSentence(2, "csv");
        Add("out/mine.txt", "mine");
        (await RunAsync(_folder["photos"])).ExpectSentence(2, "not empty");
        (await AlignZegProcess.RunAsync("dataset", "diff", _folder["photos"], _folder["none"])).ExpectSentence(2, "no folder or file");
    }

    private Task<Outcome> RunAsync(params string[] more) => AlignZegProcess.RunAsync(["split", .. more, "--output", _folder["out"]]);

    /// <summary>The part of each image, by name.</summary>
    private async Task<Dictionary<string, string>> SplitAsync(string output, params string[] more)
    {
        (await AlignZegProcess.RunAsync(["split", _folder["photos"], "--output", _folder[output], "--json", .. more])).Expect(0);
        var files = Directory.EnumerateFiles(_folder[output]).Where(file => Path.GetFileName(file) != "split-report.json");
        return files.SelectMany(file => File.ReadLines(file).Select(line => (Name: Path.GetExtension(file) == ".jsonl" ? JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()! : line, Part: Path.GetFileNameWithoutExtension(file))))
            .ToDictionary(one => one.Name, one => one.Part);
    }

    private void Add(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], content);
    }

    private JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllBytes(_folder[name])).RootElement;
}
