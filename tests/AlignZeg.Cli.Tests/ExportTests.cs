using System.Text.Json;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Cli.Tests;

public sealed class ExportTests : IDisposable
{
    // A ring of cat around an unlabelled pixel: a hole that no polygon holds.
    private static readonly LabelMap Ring = new([0, 0, 0, 0, 255, 0, 0, 0, 0], 3, 3);
    private readonly TemporaryFolder _folder = new();

    public ExportTests() => File.WriteAllLines(_folder["classes.txt"], ["cat", "dog"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Labels_AreExported_WithAReport()
    {
        Write("café/고양이.png", new([0, 1], 2, 1));
        Write("a.png", Ring);
        var summary = (await ExportAsync("coco-instances", "--json")).Expect(0).Last;
        Assert.Equal((2, true, false), (summary.GetProperty("images").GetInt32(), summary.GetProperty("lossless").GetBoolean(), summary.GetProperty("partial").GetBoolean()));
        var file = Json("out/annotations.json");
        Assert.Equal(["a.jpg", "café/고양이.jpg"], file.GetProperty("images").EnumerateArray().Select(one => one.GetProperty("file_name").GetString()));
        Assert.Equal(summary.GetProperty("classes").GetRawText(), Compact(Json("out/export-report.json").GetProperty("classes")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path, ".out*"));
    }

    [Fact]
    public async Task Strict_LeavesNothing_IfAnythingIsLost()
    {
        Write("a.png", Ring);
        (await ExportAsync("yolo", "--strict")).ExpectSentence(1, "yolo", "1 hole dropped", "1 pixel ");
        Assert.Equal(["classes.txt", "labels"], Entries());
        (await ExportAsync("labelme", "--strict")).Expect(0);
        Assert.Contains("1 hole dropped", (await ExportAsync("yolo", "--overwrite")).Expect(0).Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out/a.json"])); // the earlier export is gone as a whole
        (await ExportAsync("labelme", "--strict", "--overwrite")).Expect(0);
        (await ExportAsync("yolo", "--strict", "--overwrite")).ExpectSentence(1, "--strict");
        Assert.True(File.Exists(_folder["out/a.json"])); // a failed one leaves it
    }

    [Fact]
    public async Task ALargeMap_IsLeftOut_ByALimitThatCanBeSet()
    {
        Write("a.png", Ring);
        Write("b.png", new([0, 1], 2, 1));
        var outcome = (await ExportAsync("png", "--max-pixels", "8")).Expect(3);
        Assert.Contains("a.jpg: Its label map has 3x3 pixels, the limit is 8; raise --max-pixels", outcome.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["out/masks/b.png"]));
        (await ExportAsync("png", "--max-pixels", "9", "--overwrite")).Expect(0);
        (await ExportAsync("png", "--max-pixels", "0", "--overwrite")).ExpectSentence(2, "--max-pixels is 0");
    }

    [Fact]
    public async Task Output_IsNotLost_ByMistake()
    {
        Write("a.png", Ring);
        Directory.CreateDirectory(_folder["out"]);
        await File.WriteAllTextAsync(_folder["out/mine.txt"], "mine", TestContext.Current.CancellationToken);
        (await ExportAsync("png")).ExpectSentence(2, "not empty", "--overwrite");
        (await ExportAsync("png", "--overwrite")).ExpectSentence(2, "not an export");
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["out/mine.txt"], TestContext.Current.CancellationToken));
        (await AlignZegProcess.RunAsync("export", "--labels", _folder["labels"], "--classes", _folder["classes.txt"], "--format", "png", "--output", _folder["labels/out"])).ExpectSentence(2, "lies in the folder");
    }

    [Fact]
    public async Task Overwrite_DeletesNothingThatTheExportDidNotWrite()
    {
        Write("a.png", Ring);
        (await ExportAsync("labelme")).Expect(0);
        (await ExportAsync("labelme", "--overwrite")).Expect(0);
        await File.WriteAllTextAsync(_folder["picture.jpg"], "mine", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(_folder["picture.jpg"], DateTime.UnixEpoch);
        File.Move(_folder["picture.jpg"], _folder["out/a.jpg"]);
        (await ExportAsync("labelme", "--overwrite")).ExpectSentence(2, "put there or changed");
        Assert.True(File.Exists(_folder["out/a.jpg"]));
        File.Delete(_folder["out/a.jpg"]);
        (await ExportAsync("labelme", "--overwrite")).Expect(0);
        string corrected = (await File.ReadAllTextAsync(_folder["out/a.json"], TestContext.Current.CancellationToken)).Replace("cat", "dog", StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder["out/a.json"], corrected, TestContext.Current.CancellationToken);
        (await ExportAsync("labelme", "--overwrite")).ExpectSentence(2, "put there or changed");
        Assert.Equal(corrected, await File.ReadAllTextAsync(_folder["out/a.json"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Classes_AreReadWithoutASplitThatLiesBesideThem()
    {
        Write("a.png", Ring);
        await File.WriteAllTextAsync(_folder["split.json"], "{\"train\": [\"a\"], \"val\": []}", TestContext.Current.CancellationToken);
        (await ExportAsync("png")).Expect(0);
    }

    [Fact]
    public async Task BadImages_AreLeftOut_AndSaid()
    {
        Write("a.png", Ring);
        Write("odd.png", new([0, 9], 2, 1));
        await File.WriteAllTextAsync(_folder["labels/text.png"], "no picture", TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_folder["labels/cut.png"], LabelMapPng.Encode(Ring, 2)[..60], TestContext.Current.CancellationToken);
        var summary = (await ExportAsync("png", "--json")).Expect(3).Last;
        Assert.Equal((1, 3), (summary.GetProperty("images").GetInt32(), summary.GetProperty("left_out").GetInt32()));
        Assert.All(summary.GetProperty("left_out_images").EnumerateArray(), one => Assert.EndsWith(".", one.GetProperty("reason").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task BadInput_IsOneSentence()
    {
        (await ExportAsync("png")).ExpectSentence(2, "no folder");
        Directory.CreateDirectory(_folder["labels"]);
        (await ExportAsync("png")).ExpectSentence(2, "no label map");
        (await ExportAsync("jpeg2000")).ExpectSentence(2, "jpeg2000", "coco-panoptic");
        (await ExportAsync("cityscapes")).ExpectSentence(2, "Cityscapes");
        (await AlignZegProcess.RunAsync("export", "--labels", _folder["labels"], "--format", "png", "--output", _folder["out"])).ExpectSentence(2, "--classes");
        (await AlignZegProcess.RunAsync("export", "--format", "png", "--output", _folder["out"])).ExpectSentence(2, "--results");
        (await ResultsAsync("png")).ExpectSentence(2, "holds no results");
        Assert.Equal(["classes.txt", "labels"], Entries());
    }

    [Fact]
    public async Task Results_AreExported_FailuresSaid_AndHostileLinesStayInside()
    {
        Write("masks/deep/a.png", Ring);
        await File.WriteAllBytesAsync(_folder["secret.png"], LabelMapPng.Encode(Ring, 2), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["labels/classes.json"], "[{\"id\": 0, \"name\": \"cat\"}, {\"id\": 1, \"name\": \"dog\"}]", TestContext.Current.CancellationToken);
        string[] lines =
        [
            "{\"index\":0,\"name\":\"deep/a.webp\",\"status\":\"ok\",\"mask\":\"masks/deep/a.png\"}", "{\"index\":1,\"name\":\"b.jpg\",\"status\":\"failed\",\"reason\":\"truncated\",\"error\":\"It ends early.\"}",
            "{\"index\":2,\"name\":\"c.jpg\",\"status\":\"ok\",\"mask\":\"../secret.png\"}", "{\"index\":3,\"name\":\"d.jpg\",\"status\":\"ok\",\"mask\":\"masks/gone.png\"}",
        ];
        await File.WriteAllLinesAsync(_folder["labels/results.jsonl"], lines, TestContext.Current.CancellationToken);
        var summary = (await ResultsAsync("cvat", "--json")).Expect(3).Last;
        Assert.Equal(["b.jpg", "c.jpg", "d.jpg"], summary.GetProperty("left_out_images").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Contains("name=\"deep/a.webp\"", await File.ReadAllTextAsync(_folder["out/annotations.xml"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder["labels/results.jsonl"], "{\"index\":", TestContext.Current.CancellationToken);
        (await ResultsAsync("png", "--overwrite")).ExpectSentence(2, "Line 1", "results.jsonl");
    }

    [Fact]
    public async Task Results_AreFound_WithASeparatorBehindTheFolder_AndPicturesByTheirOwnNames()
    {
        Write("masks/a_b.png", Ring);
        await File.WriteAllTextAsync(_folder["labels/classes.json"], "[{\"id\": 0, \"name\": \"cat\"}]", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["labels/results.jsonl"], "{\"index\":0,\"name\":\"a_b.jpg\",\"original\":\"a:b.jpg\",\"status\":\"ok\",\"mask\":\"masks/a_b.png\"}\n", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(_folder["pictures"]);
        await File.WriteAllBytesAsync(_folder["pictures/a:b.jpg"], LabelMapPng.Encode(Ring, 2), TestContext.Current.CancellationToken);
        string[] command = ["export", "--results", _folder["labels"] + "/", "--output", _folder["out"] + "/", "--overwrite", "--json", "--format"];
        Assert.Equal(1, (await AlignZegProcess.RunAsync([.. command, "coco-panoptic"])).Expect(0).Last.GetProperty("images").GetInt32());
        Assert.Equal("a:b.jpg", Json("out/panoptic.json").GetProperty("images")[0].GetProperty("file_name").GetString());
        Assert.Equal(0, (await AlignZegProcess.RunAsync([.. command, "parquet", "--pictures", _folder["pictures"] + "/"])).Expect(0).Last.GetProperty("left_out").GetInt32());
    }

    [Fact]
    public async Task OptionsForFolders_AreRefused_WithAJobOfAServer()
    {
        foreach (string[] option in new string[][] { ["--pictures", _folder.Path], ["--classes", _folder["classes.txt"]], ["--image-extension", "png"], ["--max-pixels", "9"] })
        {
            string[] command = ["export", "--results", "job-1", "--server", "http://localhost:1", "--key", "k", "--format", "parquet", "--output", _folder["out"], .. option];
            (await AlignZegProcess.RunAsync(command)).ExpectSentence(2, option[0], "Leave it out");
        }
    }

    [Fact]
    public async Task ImageExtension_MayHaveItsDotOrNot()
    {
        Write("a.png", Ring);
        foreach (string extension in new[] { "tif", ".tif" })
        {
            (await ExportAsync("coco-instances", "--image-extension", extension, "--overwrite")).Expect(0);
            Assert.Equal("a.tif", Json("out/annotations.json").GetProperty("images")[0].GetProperty("file_name").GetString());
        }
    }

    [Fact]
    public async Task UnfinishedResults_ArePartial()
    {
        Write("masks/a.png", Ring);
        Directory.CreateDirectory(_folder["labels/.alignzeg/parts-x"]);
        await File.WriteAllTextAsync(_folder["labels/.alignzeg/parts-x/000000.jsonl"], "{\"index\":0,\"name\":\"a.jpg\",\"status\":\"ok\",\"mask\":\"masks/a.png\"}\n", TestContext.Current.CancellationToken);
        (await ResultsAsync("png")).ExpectSentence(2, "classes.json", "--classes");
        var summary = (await ResultsAsync("png", "--classes", _folder["classes.txt"], "--json")).Expect(0).Last;
        Assert.Equal((1, true), (summary.GetProperty("images").GetInt32(), summary.GetProperty("partial").GetBoolean()));
    }

    [Fact]
    public async Task AKilledExport_LeavesNothingThatLooksWhole_AndTheNextOneClearsItsTraces()
    {
        for (var i = 0; i < 1500; i++) Write($"{i}.png", new([.. Enumerable.Range(0, 4096).Select(at => (ushort)((at + i) % 2))], 64, 64));
        using (var export = AlignZegProcess.Start("export", "--labels", _folder["labels"], "--classes", _folder["classes.txt"], "--format", "colour-map", "--output", _folder["out"], "--json"))
        {
            Assert.True(await export.ReadUntilAsync(line => line.GetProperty("event").GetString() == "progress" && line.GetProperty("done").GetInt32() is > 0 and < 1500));
            export.Signal(9);
            await export.EndAsync();
        }

        Assert.False(Directory.Exists(_folder["out"]));
        Assert.Equal(2, Entries().Count(name => name!.StartsWith(".out.", StringComparison.Ordinal)));      // what grew, and its lock
        var (busy, mine) = (_folder[".out.busy"], _folder[".out.mine"]);
        foreach (var folder in new[] { busy, mine }) Directory.CreateDirectory(folder);
        await using (new FileStream(busy + ".lock", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            foreach (var file in Directory.EnumerateFiles(_folder["labels"]).Skip(3)) File.Delete(file);
            (await ExportAsync("png")).Expect(0);
            Assert.Equal([".out.busy", ".out.busy.lock", ".out.mine", "classes.txt", "labels", "out"], Entries());     // another run's and a stranger's stay
        }

        Directory.Move(_folder["out"], busy + ".old");                                                      // killed between moving the old one away and the new one in
        (await ExportAsync("png")).ExpectSentence(2, "not empty");
        Assert.Equal([".out.mine", "classes.txt", "labels", "out"], Entries());
    }

    [Fact]
    public async Task Import_GivesTheLabelsBack()
    {
        Write("deep/a.png", Ring);
        (await ExportAsync("coco-panoptic")).Expect(0);
        var summary = (await AlignZegProcess.RunAsync("import", "--input", _folder["out/panoptic.json"], "--output", _folder["in"], "--json")).Expect(0).Last;
        Assert.Equal((1, 0), (summary.GetProperty("images").GetInt32(), summary.GetProperty("left_out").GetInt32()));
        Assert.Equal(["cat", "dog"], await File.ReadAllLinesAsync(_folder["in/classes.txt"], TestContext.Current.CancellationToken));
        Assert.Equal(Ring.Ids, LabelMapPng.Decode(await File.ReadAllBytesAsync(_folder["in/masks/deep/a.png"], TestContext.Current.CancellationToken), "a").Ids);
        File.Delete(_folder["out/panoptic/deep/a.png"]);
        var missing = (await AlignZegProcess.RunAsync("import", "--input", _folder["out/panoptic.json"], "--output", _folder["in2"], "--json")).Expect(3).Last;
        Assert.Contains("is missing", missing.GetProperty("left_out_images")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        (await AlignZegProcess.RunAsync("import", "--input", _folder["classes.txt"], "--output", _folder["in3"])).ExpectSentence(2, "not a COCO JSON");
        (await AlignZegProcess.RunAsync("import", "--input", _folder["none.json"], "--output", _folder["in3"])).ExpectSentence(2, "no file");
        (await AlignZegProcess.RunAsync("import", "--input", _folder["out/panoptic.json"], "--output", _folder["in"])).ExpectSentence(2, "not empty", "choose another one");
        Assert.False(Directory.Exists(_folder["in3"]));
    }

    [Fact]
    public async Task Import_TakesWhatOtherToolsWrite_ByItsLooks()
    {
        Write("a.png", new([0, 1, 255, 1], 2, 2));
        foreach (var (format, file) in new[] { ("cvat", "annotations.xml"), ("labelstudio", "tasks.json"), ("colour-map", "") })
        {
            (await ExportAsync(format, "--overwrite")).Expect(0);
            var summary = (await AlignZegProcess.RunAsync("import", "--input", _folder[$"out/{file}"], "--classes", _folder["classes.txt"], "--output", _folder[$"in-{format}"], "--json")).Expect(0).Last;
            Assert.Equal((format, 1, 0), (summary.GetProperty("format").GetString(), summary.GetProperty("images").GetInt32(), summary.GetProperty("skipped_annotations").GetInt32()));
            Assert.Equal([0, 1, 255, 1], LabelMapPng.Decode(await File.ReadAllBytesAsync(_folder[$"in-{format}/masks/a.png"], TestContext.Current.CancellationToken), "a").Ids);
        }

        (await AlignZegProcess.RunAsync("import", "--input", _folder["labels"], "--output", _folder["in3"])).ExpectSentence(2, "labelmap.txt");
    }

    private Task<Outcome> ExportAsync(string format, params string[] more) =>
        AlignZegProcess.RunAsync(["export", "--labels", _folder["labels"], "--classes", _folder["classes.txt"], "--format", format, "--output", _folder["out"], .. more]);

    private Task<Outcome> ResultsAsync(string format, params string[] more) =>
        AlignZegProcess.RunAsync(["export", "--results", _folder["labels"], "--format", format, "--output", _folder["out"], .. more]);

    private void Write(string name, LabelMap map)
    {
        var path = Path.Combine(_folder["labels"], name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, LabelMapPng.Encode(map, 255));
    }

    private IEnumerable<string?> Entries() => Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllBytes(_folder[name])).RootElement;

    private static string Compact(JsonElement element) => System.Text.Json.Nodes.JsonNode.Parse(element.GetRawText())!.ToJsonString();
}
