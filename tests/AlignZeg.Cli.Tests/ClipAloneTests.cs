using System.Text.Json.Nodes;

namespace AlignZeg.Cli.Tests;

/// <summary>With nothing but a CLIP folder.</summary>
public sealed class ClipAloneTests(ReferenceRun reference) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Label_WithAClipFolder_LabelsEveryPixel_WhateverTheWorkers()
    {
        string clip = PublishedClip.Make(_folder);
        await File.WriteAllTextAsync(_folder["words.txt"], "amber\na red bus | bus\nszép macska\n", TestContext.Current.CancellationToken);
        foreach (var image in Directory.EnumerateFiles(reference.Images).Order(StringComparer.Ordinal).Take(5)) File.Copy(image, Path.Combine(Directory.CreateDirectory(_folder["images"]).FullName, Path.GetFileName(image)));
        var one = (await LabelAsync(clip, "one", "--workers", "1", "--batch-images", "1")).Expect(0);
        (await LabelAsync(clip, "two", "--workers", "2", "--batch-images", "3")).Expect(0);
        await Results.AssertSameAsync(_folder["one"], _folder["two"]);
        Assert.Equal(5, one.Last.GetProperty("done").GetInt32());
        Assert.StartsWith("clip-clip (", one.Last.GetProperty("model").GetString(), StringComparison.Ordinal);
        var pixels = one.Last.GetProperty("classes").EnumerateArray().Select(entry => entry.GetProperty("pixels").GetInt64()).ToList();
        Assert.True(pixels.Count(count => count > 0) >= 2, "only one class was ever found");
    }

    [Fact]
    public async Task Label_WithAClipThatHasNoPrefix_SaysHowToWriteIt() => (await LabelAsync("", "out", "--model", PublishedClip.Make(_folder))).ExpectSentence(2, "clip:");

    [Fact]
    public async Task Label_WithoutAVocabularyBesideTheClip_SaysWhatIsMissing()
    {
        string clip = PublishedClip.Make(_folder);
        File.Delete(Path.Combine(clip, "vocab.json"));
        (await LabelAsync(clip, "out")).ExpectSentence(2, "vocab.json", clip);
    }

    [Fact]
    public async Task Label_WithAVocabularyOfAnotherClip_SaysSoBeforeAnythingIsWritten()
    {
        string clip = PublishedClip.Make(_folder), config = Path.Combine(clip, "config.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken))!;
        json["text_config"]!["vocab_size"] = 900;
        await File.WriteAllTextAsync(config, json.ToJsonString(), TestContext.Current.CancellationToken);
        (await LabelAsync(clip, "out")).ExpectSentence(2, "vocab.json", "900");
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Theory]
    [InlineData("clip:")]
    [InlineData("clip:missing")]
    public async Task Label_WithNoClip_IsOneSentence(string model) => (await LabelAsync("", "out", "--model", model)).ExpectSentence(2, "no model", model);

    [Fact]
    public async Task Doctor_LooksAtAClipToo() => Assert.Contains(
        "loads and labels", (await AlignZegProcess.RunAsync("doctor", "--output", _folder.Path, "--model", "clip:" + PublishedClip.Make(_folder))).Expect(0).Output, StringComparison.Ordinal);

    private Task<Outcome> LabelAsync(string clip, string output, params string[] more)
    {
        string images = Directory.Exists(_folder["images"]) ? _folder["images"] : reference.Images;
        string words = File.Exists(_folder["words.txt"]) ? _folder["words.txt"] : reference.Vocabulary;
        string[] model = clip.Length > 0 ? ["--model", "clip:" + clip] : [];
        return AlignZegProcess.RunAsync(["label", images, "--vocabulary", words, "--output", _folder[output], "--confidence", "--json", .. model, .. more]);
    }
}
