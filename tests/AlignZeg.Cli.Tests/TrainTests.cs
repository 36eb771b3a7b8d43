using System.Text.Json;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Cli.Tests;

public sealed class TrainTests : IDisposable
{
    private const int Interrupt = 2, Kill = 9;

    private static readonly string Small = """
        {
          "name": "small", "checkpoint_every": 2, "data": { "singles": 60, "scenes": 40, "calibration_scenes": 4 },
          "clip_model": { "projection_dim": 16, "vision": { "hidden_size": 32, "layers": 3, "heads": 4, "intermediate_size": 64, "image_size": 64, "patch_size": 8, "stem": "conv",
            "activation": "gelu", "recognition_layers": 2, "class_attention": true }, "text": { "context": 24, "hidden_size": 16, "layers": 1, "heads": 2, "intermediate_size": 32 } },
          "align_zeg": { "width": 16, "queries": 5, "heads": 2, "feed_forward": 32, "mask_width": 8, "bias_width": 4 },
          "clip": { "steps": 8, "batch": 8, "mosaics": 2, "report_every": 1 }, "segmentation": { "steps": 8, "batch": 4, "report_every": 1 }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public TrainTests() => File.WriteAllText(_folder["small.json"], Small);

    public void Dispose() => _folder.Dispose();

    // Stopped in one phase, again in the other and once more while the claim threshold is picked, by Ctrl+C and without a warning.
    [Theory]
    [InlineData(Interrupt, Kill)]
    [InlineData(Kill, Interrupt)]
    public async Task StoppedThreeTimes_AndResumed_GivesTheSameModel(int first, int second)
    {
        (await TrainAsync("whole")).Expect(0);
        await StopAsync("clip", first);
        (await TrainAsync("parts")).ExpectSentence(2, "--resume", "parts");
        await StopAsync("segmentation", second, "--resume");
        await StopThePickAsync(first);
        (await TrainAsync("parts")).ExpectSentence(2, "--resume", "parts");
        (await TrainAsync("parts", "--resume", "--seed", "5")).ExpectSentence(2, "holds another model");
        var picked = (await TrainAsync("parts", "--resume")).Expect(0);
        Assert.DoesNotContain(picked.Lines, line => line.GetProperty("event").GetString() is "training" or "progress"); // no step is done again
        foreach (var file in Directory.EnumerateFiles(_folder["whole"])) Assert.Equal(await File.ReadAllBytesAsync(file), await File.ReadAllBytesAsync(Path.Combine(_folder["parts"], Path.GetFileName(file))));
        Assert.Equal(Losses("whole"), Losses("parts"));
        Assert.Equal(16, Losses("parts").Count());
        Assert.Contains("<polyline", await File.ReadAllTextAsync(Path.Combine(_folder["parts"], "training", "losses.svg")), StringComparison.Ordinal);
        Assert.True((await TrainAsync("parts", "--resume")).Expect(0).Last.GetProperty("finished").GetBoolean());
    }

    [Fact]
    public async Task Resume_OfAnotherRun_IsRefused()
    {
        using (var stopped = AlignZegProcess.Start(Command("parts")))
        {
            Assert.True(await stopped.ReadUntilAsync(line => Is(line, "clip", 3)));
            stopped.Signal(Interrupt);
            (await stopped.EndAsync()).Expect(130);
        }

        (await TrainAsync("parts", "--resume", "--seed", "5")).ExpectSentence(2, "another run");
    }

    [Fact]
    public async Task Folder_BelongsToOneRun_UntilSomebodySaysOtherwise()
    {
        using (var running = AlignZegProcess.Start(Command("out")))
        {
            Assert.True(await running.ReadUntilAsync(line => Is(line, "clip", 2)));
            (await TrainAsync("out", "--resume")).ExpectSentence(2, "Another training run", "out");
            (await running.EndAsync()).Expect(0);
        }

        var model = await File.ReadAllBytesAsync(Path.Combine(_folder["out"], "alignzeg.safetensors"), TestContext.Current.CancellationToken);
        (await TrainAsync("out")).ExpectSentence(2, "holds another model", "--overwrite");
        (await TrainAsync("out", "--resume", "--seed", "5")).ExpectSentence(2, "holds another model");
        Assert.Equal(model, await File.ReadAllBytesAsync(Path.Combine(_folder["out"], "alignzeg.safetensors"), TestContext.Current.CancellationToken));
        (await TrainAsync("out", "--overwrite")).Expect(0);
    }

    [Theory]
    [InlineData("--device", "gpu", "gpu")]
    [InlineData("--clip", "/no/such/clip", "/no/such/clip")]
    [InlineData("--seed", "-1", "--seed")]
    [InlineData("--data", "/tmp", "--data")]
    public async Task DryRun_FindsWhatIsWrong_BeforeAnythingIsDrawn(string option, string value, string complaint) =>
        (await AlignZegProcess.RunAsync(Command("out", "--dry-run", option, value))).ExpectSentence(2, complaint);

    [Theory]
    [InlineData("voc-15-5", "SegmentationClassAug", "ImageSets/Segmentation/trainaug.txt", 15)]
    [InlineData("coco-stuff-156-15", "stuffthingmaps/train2017", null, 156)]
    [InlineData("context-59", "SegmentationClassContext", "ImageSets/SegmentationContext/train.txt", 49)]
    [InlineData("context-60", "SegmentationClassContext", "ImageSets/SegmentationContext/train.txt", 50)]
    public async Task ShippedConfigurations_FindTheirDataSet(string name, string labels, string? list, int seen)
    {
        WriteDataset(name.StartsWith("coco", StringComparison.Ordinal) ? "train2017" : "JPEGImages", labels, list);
        var plan = (await AlignZegProcess.RunAsync(
            "train", "--config", Path.Combine(Repository(), "configs", "train", name + ".json"), "--data", _folder["data"],
            "--clip", Path.Combine(Repository(), "src", "AlignZeg.Cli", "models", "tiny"), "--output", _folder["out"], "--dry-run", "--json")).Expect(0).Last;
        Assert.Equal((3, seen), (plan.GetProperty("pictures").GetInt32(), plan.GetProperty("seen").GetInt32()));
    }

    // The whole path from published files to a model, on the CLIP that ships.
    [Fact]
    public async Task DataSet_IsTrainedOn()
    {
        WriteDataset("JPEGImages", "SegmentationClassAug", "ImageSets/Segmentation/trainaug.txt");
        var split = Path.Combine(Repository(), "configs", "splits", "voc-15-5.json");
        await File.WriteAllTextAsync(
            _folder["voc.json"],
            $$"""
            { "name": "voc", "clip": {{JsonSerializer.Serialize(Path.Combine(Repository(), "src", "AlignZeg.Cli", "models", "tiny"))}},
              "data": { "kind": "voc", "root": "data", "split": {{JsonSerializer.Serialize(split)}}, "augmentation": { "crop": 64 } },
              "align_zeg": { "width": 16, "queries": 5, "heads": 2, "feed_forward": 32, "mask_width": 8, "bias_width": 4, "claim_threshold": 0, "templates": ["{}"] },
              "segmentation": { "steps": 3, "batch": 2, "accumulate": 2, "report_every": 1, "precision": "bf16", "decay_all": false, "schedule": "poly" } }
            """,
            TestContext.Current.CancellationToken);
        (await AlignZegProcess.RunAsync("train", "--config", _folder["voc.json"], "--output", _folder["out"], "--json")).Expect(0);
        var config = await File.ReadAllTextAsync(Path.Combine(_folder["out"], "config.json"), TestContext.Current.CancellationToken);
        Assert.Contains("aeroplane", config, StringComparison.Ordinal);
        Assert.DoesNotContain("sheep", config, StringComparison.Ordinal);
        Assert.Equal(3, Losses("out").Count());
    }

    [Theory]
    [InlineData("{\"clip\": {\"stepz\": 3}}", "stepz")]
    [InlineData("{\"segmentation\": {\"clip_norm\": -1}}", "ClipNorm")]
    [InlineData("{\"segmentation\": {\"schedule\": \"wave\"}}", "schedule")]
    [InlineData("{\"data\": {\"kind\": \"voc\"}, \"clip\": \".\"}", "data.root")]
    [InlineData("{\"data\": {\"kind\": \"voc\"}}", "--clip")]
    [InlineData("3", "object")]
    public async Task BadConfiguration_IsOneSentence(string text, string complaint)
    {
        await File.WriteAllTextAsync(_folder["small.json"], text, TestContext.Current.CancellationToken);
        (await AlignZegProcess.RunAsync(Command("out"))).ExpectSentence(2, complaint);
    }

    private async Task StopAsync(string phase, int signal, params string[] more)
    {
        using var stopped = AlignZegProcess.Start(Command("parts", more));
        Assert.True(await stopped.ReadUntilAsync(line => Is(line, phase, 5)));
        stopped.Signal(signal);
        var outcome = await stopped.EndAsync();
        if (signal == Interrupt) outcome.ExpectSentence(130, "--resume", phase);
        Assert.True(File.Exists(Path.Combine(_folder["parts"], "training", "checkpoint.safetensors")));
    }

    private async Task StopThePickAsync(int signal)
    {
        using var stopped = AlignZegProcess.Start(Command("parts", "--resume"));
        Assert.True(await stopped.ReadUntilAsync(line => line.GetProperty("event").GetString() == "stage" && line.GetProperty("text").GetString()!.Contains("threshold", StringComparison.Ordinal)));
        stopped.Signal(signal);
        var outcome = await stopped.EndAsync();
        if (signal == Interrupt) outcome.ExpectSentence(130, "--resume", "threshold");
        Assert.False(File.Exists(Path.Combine(_folder["parts"], "training", "finished")), "it was stopped too late for this test");
    }

    private static bool Is(JsonElement line, string phase, int step) =>
        line.GetProperty("event").GetString() == "training" && line.GetProperty("phase").GetString() == phase && line.GetProperty("step").GetInt32() == step;

    private string[] Command(string run, params string[] more) => ["train", "--config", _folder["small.json"], "--output", _folder[run], "--json", .. more];

    // In a process of its own: what torch was told before, such as a number of threads, changes the last bit.
    private Task<Outcome> TrainAsync(string run, params string[] more) => AlignZegProcess.RunAloneAsync(Command(run, more));

    private IEnumerable<string> Losses(string run) => File.ReadLines(Path.Combine(_folder[run], "training", "log.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement).Select(line => $"{line.GetProperty("phase")} {line.GetProperty("step")} {line.GetProperty("losses").GetRawText()}");

    private void WriteDataset(string images, string labels, string? list)
    {
        foreach (var folder in new[] { images, labels }) Directory.CreateDirectory(Path.Combine(_folder["data"], folder));
        for (int i = 1; i <= 3; i++)
        {
            var (rgb, ids) = (new byte[80 * 60 * 3], new ushort[80 * 60]);
            for (int p = 0; p < ids.Length; p++) (ids[p], rgb[3 * p]) = ((ushort)(p % 80 < 40 ? i : 17), (byte)(p % 80 < 40 ? 80 * i : 0)); // 17: sheep
            File.WriteAllBytes(Path.Combine(_folder["data"], images, $"{i:d6}.jpg"), ImageEncoder.EncodeJpeg(new RgbImage(rgb, 80, 60), 92));
            File.WriteAllBytes(Path.Combine(_folder["data"], labels, $"{i:d6}.png"), LabelMapPng.Encode(new LabelMap(ids, 80, 60), 255));
        }

        if (list is null) return;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder["data"], list))!);
        File.WriteAllLines(Path.Combine(_folder["data"], list), ["000001", "000002", "000003"]);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "AlignZeg.Orleans.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
