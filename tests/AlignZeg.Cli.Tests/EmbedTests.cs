using System.Buffers.Binary;
using System.Text.Json;

namespace AlignZeg.Cli.Tests;

public sealed class EmbedTests : IDisposable
{
    private const int BadInput = 2, Side = 64, Picture = 3; // of the reference's images: the one that was a picture of bytes
    private const float Tolerance = 5e-6f;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EmbedImage_EqualsTheReference()
    {
        WriteBitmap(_folder["picture.bmp"], PublishedClip.Numbers("inputs.safetensors", "images_64x64").AsSpan(Picture * 3 * Side * Side, 3 * Side * Side));
        var expected = PublishedClip.Numbers("outputs_native.safetensors", "native/image_features_norm").AsSpan(Picture * Side, Side).ToArray();
        foreach (string model in new[] { PublishedClip.Make(_folder), PublishedClip.Golden("clip-tiny"), Path.Combine(PublishedClip.Golden("clip-tiny"), "model_openai.pt") })
        {
            var features = Features((await AlignZegProcess.RunAsync("embed", "image", _folder["picture.bmp"], "--model", model, "--json")).Expect(0));
            Assert.All(expected.Zip(Assert.Single(features)), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        }
    }

    [Fact]
    public async Task EmbedText_GivesUnitVectorsInInputOrder_ThatDoNotDependOnEachOther()
    {
        string model = PublishedClip.Make(_folder);
        await File.WriteAllTextAsync(_folder["texts.json"], "[\"a longer text of many words\", \"cat\"]", TestContext.Current.CancellationToken);
        var all = Features((await AlignZegProcess.RunAsync("embed", "text", "dog", "--model", model, "--input", _folder["texts.json"], "--json")).Expect(0));
        Assert.Equal(3, all.Count);
        Assert.All(all, one => Assert.Equal(1, one.Sum(number => (double)number * number), 1e-6));
        Assert.Equal(Features((await AlignZegProcess.RunAsync("embed", "text", "--model", model, "--json", "cat", "dog")).Expect(0)), [all[2], all[0]]);
        Assert.NotEqual(all[0], all[2]);
    }

    [Theory]
    [InlineData("tokenize")]
    [InlineData("embed", "text")]
    public async Task UnknownOption_IsNoText_UnlessItStandsAfterTwoDashes(params string[] verb)
    {
        (await AlignZegProcess.RunAsync([.. verb, "amber", "--foo"])).ExpectSentence(BadInput, "no option '--foo'", $"alignzeg {string.Join(' ', verb)} --help");
        Assert.Contains("--foo", (await AlignZegProcess.RunAsync([.. verb, "amber", "--", "--foo"])).Expect(0).Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder["texts.json"], "[\"--foo\"]", TestContext.Current.CancellationToken);
        (await AlignZegProcess.RunAsync([.. verb, "--input", _folder["texts.json"]])).Expect(0);
    }

    [Fact]
    public async Task Tokenize_WithNoSuchModel_SaysThatThereIsNoFolder() =>
        (await AlignZegProcess.RunAsync("tokenize", "amber", "--model", _folder["nothing"])).ExpectSentence(BadInput, "no folder", "nothing");

    [Fact]
    public async Task Embed_UsesTheShippedModelUnlessTold()
    {
        var outcome = (await AlignZegProcess.RunAsync("embed", "text", "amber", "slate")).Expect(0);
        Assert.Contains("amber", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("slate", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokenize_EqualsTheReference_InEveryLine()
    {
        string golden = PublishedClip.Golden("tokenizer");
        var lines = (await File.ReadAllLinesAsync(Path.Combine(golden, "golden.jsonl"), TestContext.Current.CancellationToken)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        await File.WriteAllTextAsync(_folder["texts.json"], JsonSerializer.Serialize(lines.Select(line => line.GetProperty("text").GetString())), TestContext.Current.CancellationToken);
        var ids = (await AlignZegProcess.RunAsync("tokenize", "--model", golden, "--input", _folder["texts.json"], "--json")).Expect(0).Last.GetProperty("ids").EnumerateArray().Select(Ids).ToList();
        Assert.Equal(lines.Select(line => Ids(line.GetProperty("ids"))), ids);
    }

    [Fact]
    public async Task Tokenize_OfTheShippedModel_CountsItsWords() =>
        Assert.Equal("[[1,5,2]]", (await AlignZegProcess.RunAsync("tokenize", "photo", "--json")).Expect(0).Last.GetProperty("ids").GetRawText());

    [Theory]
    [InlineData("{\"a\": 1}")]
    [InlineData("[1, 2]")]
    [InlineData("[null]")]
    [InlineData("[\"a\"")]
    [InlineData("null")]
    public async Task InputThatIsNoArrayOfStrings(string json)
    {
        await File.WriteAllTextAsync(_folder["bad.json"], json, TestContext.Current.CancellationToken);
        (await AlignZegProcess.RunAsync("tokenize", "--input", _folder["bad.json"])).ExpectSentence(BadInput, "bad.json", "array of strings");
    }

    [Fact]
    public async Task NothingToDo() => (await AlignZegProcess.RunAsync("embed", "text", "--json")).ExpectSentence(BadInput, "--input");

    [Fact]
    public async Task NoSuchInput() => (await AlignZegProcess.RunAsync("embed", "text", "--input", _folder["none.json"])).ExpectSentence(BadInput, "none.json");

    [Fact]
    public async Task NoSuchImage() => (await AlignZegProcess.RunAsync("embed", "image", _folder["none.png"])).ExpectSentence(BadInput, "none.png");

    [Fact]
    public async Task FileThatIsNoImage()
    {
        await File.WriteAllTextAsync(_folder["words.png"], "words", TestContext.Current.CancellationToken);
        (await AlignZegProcess.RunAsync("embed", "image", _folder["words.png"])).ExpectSentence(BadInput, "words.png", "not a JPEG");
    }

    [Theory]
    [InlineData("tokenize", "a")]
    [InlineData("embed", "text", "a")]
    public async Task FolderThatIsNoModel(params string[] command) => (await AlignZegProcess.RunAsync([.. command, "--model", _folder.Path])).ExpectSentence(BadInput, _folder.Path);

    [Fact]
    public async Task CheckpointThatWouldRunCode_IsRefused()
    {
        string file = Path.Combine(PublishedClip.Golden("clip-tiny"), "pt_variants", "refuse_global_builtin.pt");
        var outcome = await AlignZegProcess.RunAsync("embed", "text", "a", "--model", file);
        outcome.ExpectSentence(BadInput, "refused", "print");
        Assert.DoesNotContain("pwned", outcome.Output + outcome.Error, StringComparison.Ordinal);
    }

    private static int[] Ids(JsonElement array) => [.. array.EnumerateArray().Select(id => id.GetInt32())];

    private static List<float[]> Features(Outcome outcome) =>
        [.. outcome.Last.GetProperty("features").EnumerateArray().Select(one => one.EnumerateArray().Select(number => number.GetSingle()).ToArray())];

    /// <summary>Planes normalised as CLIP does, back to bytes, as a 24-bit BMP.</summary>
    private static void WriteBitmap(string path, ReadOnlySpan<float> planes)
    {
        float[] mean = [0.48145466f, 0.4578275f, 0.40821073f], deviation = [0.26862954f, 0.26130258f, 0.27577711f];
        var file = new byte[54 + planes.Length];
        (file[0], file[1], file[26], file[28]) = ((byte)'B', (byte)'M', 1, 24);
        foreach (var (offset, value) in new[] { (2, file.Length), (10, 54), (14, 40), (18, Side), (22, -Side) }) BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(offset), value); // top row first
        for (int i = 0; i < planes.Length; i++)
        {
            int channel = i / (Side * Side), pixel = i % (Side * Side);
            file[54 + 3 * pixel + 2 - channel] = (byte)MathF.Round(255 * (planes[i] * deviation[channel] + mean[channel]));
        }

        File.WriteAllBytes(path, file);
    }
}
