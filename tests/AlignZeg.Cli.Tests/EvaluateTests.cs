using System.Text.Json;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Cli.Tests;

public sealed class EvaluateTests : IDisposable
{
    private const double Tolerance = 1e-12;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Semantic => [.. File.ReadLines(Golden("semantic.jsonl")).Where((_, i) => i % 3 == 0)]; // all of them are compared without a process in AlignZeg.Datasets.Tests

    [Theory]
    [MemberData(nameof(Semantic), DisableDiscoveryEnumeration = true)]
    public async Task Json_EqualsTheGolden(string line)
    {
        var golden = JsonDocument.Parse(line).RootElement;
        int classes = golden.GetProperty("num_classes").GetInt32();
        var (width, height) = (golden.GetProperty("w").GetInt32(), golden.GetProperty("h").GetInt32());
        foreach (var (folder, member) in new[] { ("predictions", "pred"), ("truth", "gt") }) Write(folder, "one.png", new(Ids(golden, member), width, height));
        await File.WriteAllLinesAsync(_folder["classes.txt"], Enumerable.Range(0, classes).Select(i => $"class {i}"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["split.json"], $"{{\"seen\": {golden.GetProperty("seen").GetRawText()}, \"unseen\": {golden.GetProperty("unseen").GetRawText()}}}", TestContext.Current.CancellationToken);
        var outcome = (await EvaluateAsync("--split", _folder["split.json"], "--json")).Expect(0);
        var result = Assert.Single(outcome.Lines); // one JSON object and nothing else
        foreach (var (ours, theirs) in new[] { ("miou", "mIoU"), ("miou_seen", "mIoU_seen"), ("miou_unseen", "mIoU_unseen"), ("hiou", "hIoU"), ("pixel_accuracy", "pAcc") })
            AssertNear(golden.GetProperty(theirs), result.GetProperty(ours));
        foreach (var (expected, actual) in golden.GetProperty("iou").EnumerateArray().Zip(result.GetProperty("iou").EnumerateArray())) AssertNear(expected, actual);
        Assert.Equal(Rows(golden.GetProperty("confusion")), Rows(result.GetProperty("confusion")));
        Assert.Equal(golden.GetProperty("pred_invalid").EnumerateArray().Select(n => n.GetInt64()), result.GetProperty("no_class").EnumerateArray().Select(n => n.GetInt64()));
    }

    // Areas are summed over the data set before they are divided: not the mean of the images.
    [Fact]
    public async Task Files_AreSummed_InEveryKindOfPng()
    {
        Write("truth", "deep/a.png", new([0, 0, 0, 1], 2, 2));
        Write("predictions", "deep/a.png", new([0, 0, 1, 1], 2, 2), classes: 300); // 16 bit grey against 8 bit palette
        Write("truth", "b.png", new([1, 1, 255], 3, 1));
        Write("predictions", "b.png", new([0, 0, 1], 3, 1));
        await File.WriteAllLinesAsync(_folder["classes.txt"], ["cat", "dog"], TestContext.Current.CancellationToken);
        var result = (await EvaluateAsync("--json")).Expect(0).Last;
        Assert.Equal(2, result.GetProperty("images").GetInt32());
        Assert.Equal([[2, 1], [2, 1]], Rows(result.GetProperty("confusion")));
        Assert.Equal(2 / 5.0, result.GetProperty("iou")[0].GetDouble(), Tolerance);
        Assert.Equal(JsonValueKind.Null, result.GetProperty("miou_seen").ValueKind);
    }

    [Fact]
    public async Task Convention_ReadsTheTruthAsPublished()
    {
        Write("truth", "2007_000033.png", new([0, 1, 17, 255], 4, 1)); // background, aeroplane, sheep (unseen), void
        Write("predictions", "2007_000033.png", new([3, 0, 0, 7], 4, 1));
        var split = Path.Combine(Repository(), "configs", "splits", "voc-15-5.json");
        var result = (await AlignZegProcess.RunAsync(
            "evaluate", "--predictions", _folder["predictions"], "--truth", _folder["truth"], "--classes", split, "--convention", "voc", "--json")).Expect(0).Last;
        Assert.Equal(.5, result.GetProperty("miou_seen").GetDouble(), Tolerance); // one class is in both maps, half of its union is right
        Assert.Equal(0, result.GetProperty("miou_unseen").GetDouble());
        Assert.Equal(.5, result.GetProperty("pixel_accuracy").GetDouble(), Tolerance);
    }

    [Fact]
    public async Task Annotations_AreTruth_AndSoIsAPublishedTree()
    {
        await File.WriteAllLinesAsync(_folder["classes.txt"], ["cat", "dog"], TestContext.Current.CancellationToken);
        Write("predictions", "a.png", new([0, 0, 1, 1], 4, 1));
        const string coco = """
            {"images":[{"id":1,"file_name":"a.jpg","width":4,"height":1}],"categories":[{"id":7,"name":"dog"}],
             "annotations":[{"image_id":1,"category_id":7,"segmentation":{"size":[1,4],"counts":[1,2,1]}}]}
            """;
        await File.WriteAllTextAsync(_folder["truth.json"], coco, TestContext.Current.CancellationToken);
        var result = (await AlignZegProcess.RunAsync("evaluate", "--predictions", _folder["predictions"], "--truth", _folder["truth.json"], "--classes", _folder["classes.txt"], "--json")).Expect(0).Last;
        Assert.Equal([[0, 0], [1, 1]], Rows(result.GetProperty("confusion")));
        await File.WriteAllTextAsync(_folder["truth.json"], coco.Replace("a.jpg", "b.jpg", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (await AlignZegProcess.RunAsync("evaluate", "--predictions", _folder["predictions"], "--truth", _folder["truth.json"], "--classes", _folder["classes.txt"])).ExpectSentence(2, "b.jpg", "no prediction");

        Write("voc/SegmentationClass", "2007_000033.png", new([0, 1, 17, 255], 4, 1)); // background, aeroplane, sheep (unseen), void
        Write("voc/SegmentationClass", "2007_000032.png", new([1], 1, 1)); // for training
        foreach (var (name, text) in new[] { ("JPEGImages/2007_000033.jpg", "picture"), ("ImageSets/Segmentation/val.txt", "2007_000033\n") })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder["voc/" + name])!);
            await File.WriteAllTextAsync(_folder["voc/" + name], text, TestContext.Current.CancellationToken);
        }

        Write("voc-predictions", "2007_000033.png", new([3, 0, 0, 7], 4, 1));
        string[] command = ["evaluate", "--predictions", _folder["voc-predictions"], "--truth", _folder["voc"], "--layout", "voc", "--classes", Path.Combine(Repository(), "configs", "splits", "voc-15-5.json"), "--json"];
        Assert.Equal(.5, (await AlignZegProcess.RunAsync(command)).Expect(0).Last.GetProperty("pixel_accuracy").GetDouble(), Tolerance);
        (await AlignZegProcess.RunAsync([.. command, "--subset", "train"])).ExpectSentence(2, "trainaug.txt");
    }

    [Fact]
    public async Task Panoptic_EqualsTheGolden()
    {
        var lines = await File.ReadAllLinesAsync(Golden("panoptic.jsonl"), TestContext.Current.CancellationToken);
        var golden = JsonDocument.Parse(lines[0]).RootElement;
        foreach (var (name, map, segments) in new[] { ("predicted", "pred", "pred_segments"), ("true", "gt", "gt_segments") }) WritePanoptic(golden, name, map, segments);
        var result = (await AlignZegProcess.RunAsync("evaluate", "--predictions", _folder["predicted.json"], "--truth", _folder["true.json"], "--json")).Expect(0).Last;
        foreach (var group in new[] { "all", "things", "stuff" })
        {
            foreach (var score in new[] { "pq", "sq", "rq" }) AssertNear(golden.GetProperty("summary").GetProperty(group).GetProperty(score), result.GetProperty(group).GetProperty(score));
        }

        AssertNear(golden.GetProperty("summary").GetProperty("all").GetProperty("pq"), result.GetProperty("pq"));
        File.Delete(Path.Combine(_folder["predicted"], "1.png"));
        (await AlignZegProcess.RunAsync("evaluate", "--predictions", _folder["predicted.json"], "--truth", _folder["true.json"])).ExpectSentence(2, "1.png", "predicted.json");
    }

    // Two exports number their images and classes each for itself.
    [Fact]
    public async Task Panoptic_PairsImagesAndClassesByTheirNames()
    {
        await PanopticAsync("true", [(1, "b.jpg", 1)], [(1, "cat"), (2, "dog")]);
        await PanopticAsync("predicted", [(1, "a.jpg", 2), (2, "b.png", 2)], [(1, "dog"), (2, "cat")]);
        var summary = (await ScoreAsync()).Expect(0).Last;
        Assert.Equal((1.0, 1), (summary.GetProperty("pq").GetDouble(), summary.GetProperty("predictions_without_truth").GetInt32()));

        await PanopticAsync("predicted", [(1, "b.png", 1)], [(1, "cow")]);
        (await ScoreAsync()).ExpectSentence(2, "'cow'", "'cat'", "rename");
        await PanopticAsync("predicted", [(1, "a.jpg", 1), (2, "c.jpg", 1)], [(1, "cat")]);
        await PanopticAsync("true", [(1, "a.jpg", 1), (2, "b.jpg", 1)], [(1, "cat")]);
        (await ScoreAsync()).ExpectSentence(2, "no image 'b'");

        Task<Outcome> ScoreAsync() => AlignZegProcess.RunAsync("evaluate", "--predictions", _folder["predicted.json"], "--truth", _folder["true.json"], "--json");
    }

    [Fact]
    public async Task BadInput_IsOneSentence()
    {
        await File.WriteAllLinesAsync(_folder["classes.txt"], ["cat", "dog"], TestContext.Current.CancellationToken);
        (await EvaluateAsync()).ExpectSentence(2, "no folder", "predictions");
        Write("truth", "a.png", new([0, 1], 2, 1));
        Directory.CreateDirectory(_folder["predictions"]);
        (await EvaluateAsync()).ExpectSentence(2, "1 of 1", "a.png", "no prediction");
        Write("predictions", "a.png", new([0, 1], 1, 2));
        (await EvaluateAsync()).ExpectSentence(2, "a.png", "2x1", "1x2");
        Write("predictions", "a.png", new([0, 1], 2, 1));
        await File.WriteAllTextAsync(_folder["other.json"], "{\"seen\": [\"cat\"], \"unseen\": [\"cow\"]}", TestContext.Current.CancellationToken);
        (await EvaluateAsync("--split", _folder["other.json"])).ExpectSentence(2, "other.json", "cow");
        (await EvaluateAsync("--split", _folder["none.json"])).ExpectSentence(2, "none.json");
        (await EvaluateAsync("--convention", "coco")).ExpectSentence(2, "coco-stuff");
        Write("truth", "a.png", new([0, 7], 2, 1));
        (await EvaluateAsync()).ExpectSentence(2, "a.png", "id 7");
        await File.WriteAllTextAsync(Path.Combine(_folder["truth"], "a.png"), "no picture", TestContext.Current.CancellationToken);
        (await EvaluateAsync()).ExpectSentence(2, "a.png", "not a PNG");
        (await AlignZegProcess.RunAsync("evaluate", "--predictions", _folder["predictions"], "--truth", _folder["truth"])).ExpectSentence(2, "--classes");
    }

    [Fact]
    public async Task PredictionsWithoutTruth_AreCounted()
    {
        await File.WriteAllLinesAsync(_folder["classes.txt"], ["cat", "dog"], TestContext.Current.CancellationToken);
        Write("truth", "a.png", new([0, 1], 2, 1));
        foreach (var name in new[] { "a.png", "b.png", "deep/c.png" }) Write("predictions", name, new([0, 1], 2, 1));
        Assert.Equal(2, (await EvaluateAsync("--json")).Expect(0).Last.GetProperty("predictions_without_truth").GetInt64());
        Assert.Contains("2 predictions have no truth", (await EvaluateAsync()).Expect(0).Output, StringComparison.Ordinal);
        foreach (var name in new[] { "b.png", "deep/c.png" }) Write("truth", name, new([0, 1], 2, 1));
        Assert.Equal(0, (await EvaluateAsync("--json")).Expect(0).Last.GetProperty("predictions_without_truth").GetInt64());
    }

    [Theory]
    [InlineData("{}", "no list 'seen'")]
    [InlineData("{\"seen\": [\"cat\"]}", "no list 'unseen'")]
    [InlineData("{\"seen\": [], \"unseen\": []}", "lists no class")]
    [InlineData("{\"seen\": [\"cat\"], \"unseen\": [\"dog\"], \"unsen\": []}", "'unsen'")]
    [InlineData("{\"seen\": \"cat\", \"unseen\": [\"dog\"]}", "'seen' is not a list")]
    [InlineData("{\"seen\": [null], \"unseen\": [\"dog\"]}", "names and ids")]
    [InlineData("[\"cat\"]", "not an object")]
    [InlineData("{\"seen\": [,]}", "not JSON at line 1")]
    public async Task SplitThatIsNone_IsRefused(string split, string complaint)
    {
        await File.WriteAllLinesAsync(_folder["classes.txt"], ["cat", "dog"], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["odd.json"], split, TestContext.Current.CancellationToken);
        var outcome = await EvaluateAsync("--split", _folder["odd.json"]);
        outcome.ExpectSentence(2, "odd.json", "\"unseen\": [", complaint);
        Assert.DoesNotContain("BytePosition", outcome.Error, StringComparison.Ordinal);
    }

    private Task<Outcome> EvaluateAsync(params string[] more) =>
        AlignZegProcess.RunAsync(["evaluate", "--predictions", _folder["predictions"], "--truth", _folder["truth"], "--classes", _folder["classes.txt"], .. more]);

    private void Write(string folder, string name, LabelMap map, int classes = 255)
    {
        var path = Path.Combine(_folder[folder], name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, LabelMapPng.Encode(map, map.Ids.Any(id => id > 255) ? ushort.MaxValue : classes));
    }

    // Each image is one segment.
    private async Task PanopticAsync(string name, (int Id, string Name, int Category)[] images, (int Id, string Name)[] categories)
    {
        var json = new
        {
            images = images.Select(one => new { id = one.Id, file_name = one.Name }), categories = categories.Select(one => new { id = one.Id, name = one.Name, isthing = 1 }),
            annotations = images.Select(one => new { image_id = one.Id, file_name = $"{one.Id}.png", segments_info = new[] { new { id = 7, category_id = one.Category } } }),
        };
        Directory.CreateDirectory(_folder[name]);
        await File.WriteAllTextAsync(_folder[name + ".json"], JsonSerializer.Serialize(json), TestContext.Current.CancellationToken);
        foreach (var one in images) await File.WriteAllBytesAsync(Path.Combine(_folder[name], $"{one.Id}.png"), ImageEncoder.EncodePng(new RgbImage([7, 0, 0, 7, 0, 0], 2, 1)), TestContext.Current.CancellationToken);
    }

    private void WritePanoptic(JsonElement golden, string name, string map, string segments)
    {
        Directory.CreateDirectory(_folder[name]);
        var rgb = golden.GetProperty(map).EnumerateArray().Select(e => e.GetInt32()).SelectMany(id => new[] { (byte)id, (byte)(id >> 8), (byte)(id >> 16) }).ToArray();
        File.WriteAllBytes(Path.Combine(_folder[name], "1.png"), ImageEncoder.EncodePng(new RgbImage(rgb, golden.GetProperty("w").GetInt32(), golden.GetProperty("h").GetInt32())));
        var categories = new[] { (1, 1), (3, 1), (17, 1), (92, 0), (100, 0), (200, 0) }.Select(c => new { id = c.Item1, name = $"category {c.Item1}", isthing = c.Item2 });
        File.WriteAllText(_folder[name + ".json"], JsonSerializer.Serialize(new
        {
            annotations = new[] { new { image_id = 1, file_name = "1.png", segments_info = golden.GetProperty(segments) } }, categories,
        }));
    }

    private static string Golden(string file) => Path.Combine(Repository(), "tests", "AlignZeg.Datasets.Tests", "fixtures", "metrics", file);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "AlignZeg.Orleans.sln"))) folder = folder.Parent;
        return folder.FullName;
    }

    private static ushort[] Ids(JsonElement golden, string member) => [.. golden.GetProperty(member).EnumerateArray().Select(e => e.GetUInt16())];

    private static IEnumerable<long[]> Rows(JsonElement matrix) => matrix.EnumerateArray().Select(row => row.EnumerateArray().Select(n => n.GetInt64()).ToArray());

    private static void AssertNear(JsonElement expected, JsonElement actual)
    {
        if (expected.ValueKind == JsonValueKind.Null) Assert.Equal(JsonValueKind.Null, actual.ValueKind);
        else Assert.Equal(expected.GetDouble(), actual.GetDouble(), Tolerance);
    }
}
