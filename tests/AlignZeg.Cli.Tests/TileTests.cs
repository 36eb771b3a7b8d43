using System.Text.Json.Nodes;

namespace AlignZeg.Cli.Tests;

/// <summary>Images in tiles, through the whole program.</summary>
public sealed class TileTests(ReferenceRun reference) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tiles_ArePartOfTheJob_AndVerifyReadsTheSameOnes()
    {
        (await LabelAsync("out", "--tile", "256", "--tile-overlap", "100", "--workers", "1")).Expect(0);
        (await LabelAsync("again", "--tile", "256", "--tile-overlap", "100", "--workers", "2", "--batch-images", "3")).Expect(0);
        await Results.AssertSameAsync(_folder["out"], _folder["again"]);
        Assert.Contains(Directory.EnumerateFiles(_folder["out/masks"]), mask => !File.ReadAllBytes(mask).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(reference.Output, "masks", Path.GetFileName(mask)))));
        var card = JsonNode.Parse(await File.ReadAllTextAsync(_folder["out/provenance.json"], TestContext.Current.CancellationToken))!["tiling"]!;
        Assert.Equal((256, 256, 100), ((int)card["above"]!, (int)card["size"]!, (int)card["overlap"]!));
        var verified = (await AlignZegProcess.RunAsync("verify", _folder["out"], "--share", "1", "--json")).Expect(0).Last;
        Assert.Equal((10, 0), (verified.GetProperty("replayed").GetInt32(), verified.GetProperty("drifted").GetInt32()));
        (await LabelAsync("out", "--tile", "off")).ExpectSentence(2, "large images were read in tiles of 256", "--tile");
    }

    // Its header is fine: that it ends is found when half of its tiles are computed.
    [Fact]
    public async Task AFileThatEnds_FailsAlone()
    {
        Directory.CreateDirectory(_folder["images"]);
        var whole = await File.ReadAllBytesAsync(Directory.EnumerateFiles(reference.Images, "*.png").First(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_folder["images/whole.png"], whole, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_folder["images/half.png"], whole[..(whole.Length / 2)], TestContext.Current.CancellationToken);
        (await AlignZegProcess.RunAsync("label", _folder["images"], "--vocabulary", reference.Vocabulary, "--output", _folder["out"], "--tile", "128", "--no-overlay", "--json")).Expect(3);
        var lines = (await File.ReadAllLinesAsync(_folder["out/results.jsonl"], TestContext.Current.CancellationToken)).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal(["half.png failed truncated", "whole.png ok "], lines.Select(line => $"{line["name"]} {line["status"]} {line["reason"]}").Order(StringComparer.Ordinal));
        Assert.False(File.Exists(_folder["out/masks/half.png"]));
    }

    // As large as the PNG of a picture of a hundred megapixels, of which a decoder reads the first kilobytes. A server takes no such files unless it is told to.
    [Fact]
    public async Task AFileOfHundredsOfMegabytes_IsRead()
    {
        Directory.CreateDirectory(_folder["images"]);
        File.Copy(Directory.EnumerateFiles(reference.Images, "*.png").First(), _folder["images/long.png"]);
        await using (var file = File.OpenWrite(_folder["images/long.png"])) file.SetLength(257L << 20);
        var summary = (await AlignZegProcess.RunAsync("label", _folder["images"], "--vocabulary", reference.Vocabulary, "--output", _folder["out"], "--no-overlay", "--json")).Expect(0).Last;
        Assert.Equal(1, summary.GetProperty("done").GetInt32());
    }

    [Theory]
    [InlineData("--tile is 12;", "--tile", "12")]
    [InlineData("--tile is large;", "--tile", "large")]
    [InlineData("--tile-overlap is 200;", "--tile", "256", "--tile-overlap", "200")]
    [InlineData("no meaning with --tile off", "--tile", "off", "--tile-overlap", "20")]
    public async Task WhatCannotBe_IsRefusedInOneSentence(string complaint, params string[] options) => (await LabelAsync("none", options)).ExpectSentence(2, complaint);

    private Task<Outcome> LabelAsync(string output, params string[] more) =>
        AlignZegProcess.RunAsync(["label", Path.Combine(reference.Images, "scene_0000?.*"), "--vocabulary", reference.Vocabulary, "--output", _folder[output], "--confidence", "--json", .. more]);
}
