using System.Text.Json.Nodes;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Cli.Tests;

/// <summary>A copy of the reference job, as another person would get it.</summary>
public sealed class VerifyTests(ReferenceRun reference) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Job => _folder["job"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AnUntouchedJob_HasNoDrift_AndTheCardSaysWhatItCameFrom()
    {
        var result = (await VerifyAsync(reference.Output, "--share", "0.2", "--seed", "7", "--json")).Expect(0).Last;
        Assert.Equal((8, 0, 0L, true), (result.GetProperty("replayed").GetInt32(), result.GetProperty("drifted").GetInt32(), result.GetProperty("different_pixels").GetInt64(), result.GetProperty("outputs_unchanged").GetBoolean()));
        var card = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(reference.Output, "provenance.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal(ReferenceRun.Count, (int)card["images"]!["count"]!);
        Assert.Equal(64, ((string)card["model"]!["sha256"]!).Length);
        Assert.Contains("a photo of {}.", card["templates"]!.AsArray().Select(one => (string)one!));
        Assert.Equal("masks, confidence maps, overlays", (string)card["files"]!);
        Assert.DoesNotContain(Path.GetTempPath(), card.ToJsonString(), StringComparison.Ordinal);       // no path of this machine
    }

    [Fact]
    public async Task AMaskThatSomeoneChanged_IsDrift_PixelByPixel()
    {
        Copy();
        var mask = Directory.EnumerateFiles(Path.Combine(Job, "masks")).Order(StringComparer.Ordinal).First();
        var map = LabelMapPng.Decode(await File.ReadAllBytesAsync(mask, TestContext.Current.CancellationToken), mask);
        for (var i = 0; i < 5; i++) map.Ids[i] = (ushort)(map.Ids[i] == 0 ? 1 : 0);
        await File.WriteAllBytesAsync(mask, LabelMapPng.Encode(map, 255), TestContext.Current.CancellationToken);
        var result = (await VerifyAsync(Job, "--share", "1", "--json")).Expect(3).Last;
        Assert.Equal((ReferenceRun.Count, 1, 5L, false), (result.GetProperty("replayed").GetInt32(), result.GetProperty("drifted").GetInt32(), result.GetProperty("different_pixels").GetInt64(), result.GetProperty("outputs_unchanged").GetBoolean()));
        Assert.Equal(5, result.GetProperty("drift")[0].GetProperty("different").GetInt32());
    }

    [Fact]
    public async Task AnotherModel_IsRefused()
    {
        Copy();
        var model = Directory.CreateDirectory(_folder["other"]).FullName;
        var shipped = Path.Combine(Path.GetDirectoryName(AlignZegProcess.Program)!, "models", "tiny");
        foreach (var file in Directory.EnumerateFiles(shipped)) File.Copy(file, Path.Combine(model, Path.GetFileName(file)));
        await File.AppendAllTextAsync(Path.Combine(model, "config.json"), " ", TestContext.Current.CancellationToken);
        (await VerifyAsync(Job, "--model", model)).ExpectSentence(2, "is not that of the card", "--model");
    }

    [Fact]
    public async Task OtherImages_AreRefused()
    {
        Copy();
        Directory.CreateDirectory(_folder["images"]);
        foreach (var file in Directory.EnumerateFiles(reference.Images)) await File.WriteAllBytesAsync(Path.Combine(_folder["images"], Path.GetFileName(file)), [.. await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), 0], TestContext.Current.CancellationToken);
        (await VerifyAsync(Job, "--images", _folder["images"])).ExpectSentence(2, "has changed since", "--images");
        foreach (var file in Directory.EnumerateFiles(_folder["images"]).Skip(1)) File.Delete(file);
        (await VerifyAsync(Job, "--images", _folder["images"])).ExpectSentence(2, "not among the images");
    }

    [Fact]
    public async Task ACardThatIsNone_IsRefused()
    {
        (await VerifyAsync(_folder.Path)).ExpectSentence(2, "no", "provenance.json");
        (await VerifyAsync(reference.Output, "--share", "0")).ExpectSentence(2, "--share is 0");
        Copy();
        var card = Path.Combine(Job, "provenance.json");
        await File.WriteAllTextAsync(card, (await File.ReadAllTextAsync(card, TestContext.Current.CancellationToken)).Replace("\"velvet\"", "\"cotton\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (await VerifyAsync(Job)).ExpectSentence(2, "not that of its hash");
    }

    private static Task<Outcome> VerifyAsync(string folder, params string[] more) => AlignZegProcess.RunAsync(["verify", folder, .. more]);

    private void Copy()
    {
        foreach (var file in new[] { "provenance.json", "results.jsonl", ".alignzeg/sources.json" }.Concat(Directory.EnumerateFiles(Path.Combine(reference.Output, "masks")).Select(mask => Path.GetRelativePath(reference.Output, mask))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Job, file))!);
            File.Copy(Path.Combine(reference.Output, file), Path.Combine(Job, file));
        }
    }
}
