using System.Text.Json;

namespace AlignZeg.Cli.Tests;

[Collection(InTurn.Name)]
public sealed class RetryTests(ReferenceRun reference) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RetryFailed_ComputesTheFailedImagesAgain_AndNoOther()
    {
        var (images, good) = ImagesWith(broken: 2);
        var first = (await LabelAsync(images)).Expect(3);
        Assert.Equal(2, first.Last.GetProperty("failed").GetInt32());
        var listed = await FailuresAsync();
        Assert.Equal(2, listed.Count);
        Assert.All(listed, line => Assert.Equal(1, line.GetProperty("attempt").GetInt32()));
        Assert.All(listed, line => Assert.Contains(line.GetProperty("name").GetString()!, line.GetProperty("message").GetString(), StringComparison.Ordinal));
        Assert.Equal(_folder["out/failures.jsonl"], first.Last.GetProperty("failures_file").GetString());
        var others = Directory.EnumerateFiles(_folder["out/masks"]).ToDictionary(mask => mask, File.GetLastWriteTimeUtc);

        Mend(good[0]);
        var again = (await LabelAsync(images, "--retry-failed")).Expect(3);
        Assert.Equal((4, 1), (again.Last.GetProperty("done").GetInt32(), again.Last.GetProperty("failed").GetInt32()));
        Assert.Equal(2, Assert.Single(await FailuresAsync()).GetProperty("attempt").GetInt32());
        Assert.All(others, mask => Assert.Equal(mask.Value, File.GetLastWriteTimeUtc(mask.Key)));

        Mend(good[1]);
        var healed = (await LabelAsync(images, "--retry-failed")).Expect(0);
        Assert.Equal((5, 0), (healed.Last.GetProperty("done").GetInt32(), healed.Last.GetProperty("failed").GetInt32()));
        Assert.False(File.Exists(_folder["out/failures.jsonl"]));
        Assert.False(healed.Last.TryGetProperty("failures_file", out _));
        Assert.Equal(5, (await Results.LinesAsync(_folder["out"])).Count);
        foreach (var (path, _) in good)
            Assert.Equal(File.ReadAllBytes(MaskOf(reference.Output, path)), File.ReadAllBytes(MaskOf(_folder["out"], path))); // as if it had never failed
        (await LabelAsync(images)).Expect(0);
    }

    [Fact]
    public async Task MaxFailures_EndsAHopelessJob_AndAHigherLimitGoesOn()
    {
        var images = Directory.CreateDirectory(_folder["images"]).FullName;
        for (int i = 0; i < 1000; i++) await File.WriteAllTextAsync(Path.Combine(images, $"text-{i:D3}.jpg"), $"this is no picture {i}", Token);
        (await LabelAsync(images, "--max-failures", "3")).ExpectSentence(1, "more than --max-failures 3", "unsupported_format", "failures.jsonl", "higher limit");
        Assert.InRange((await FailuresAsync()).Count, 4, 999);
        (await LabelAsync(images, "--max-failures", "3")).ExpectSentence(1, "more than --max-failures 3"); // still so, after a restart
        var done = (await LabelAsync(images, "--max-failures", "2000", "--priority", "5", "--deadline", "2h")).Expect(3);
        Assert.Equal(1000, done.Last.GetProperty("failed").GetInt32());
        Assert.Equal(1000, (await FailuresAsync()).Count);
    }

    [Theory]
    [InlineData("--priority", "101", "-100 to 100")]
    [InlineData("--max-failures", "-1", "from 0")]
    [InlineData("--deadline", "soon", "90m")]
    public async Task BadTerms_AreSaid(string option, string value, string words) => (await LabelAsync(reference.Images, option, value)).ExpectSentence(2, option, value, words);

    [Fact]
    public void Summary_SaysWhatTheJobHasUsed()
    {
        var summary = reference.Outcome.Last;
        Assert.Equal(Directory.EnumerateFiles(reference.Images).Sum(file => new FileInfo(file).Length), summary.GetProperty("bytes").GetInt64());
        Assert.True(summary.GetProperty("pixels").GetInt64() > 0);
        Assert.True(summary.GetProperty("device_seconds").GetDouble() > 0);
        Assert.Equal(0, summary.GetProperty("reused").GetInt64());
        Assert.False(File.Exists(Path.Combine(reference.Output, "failures.jsonl")));
    }

    private static void Mend((string Path, byte[] Bytes) image)
    {
        var written = File.GetLastWriteTimeUtc(image.Path); // of the same size and time: the same job
        File.WriteAllBytes(image.Path, image.Bytes);
        File.SetLastWriteTimeUtc(image.Path, written);
    }

    private static string MaskOf(string output, string image) => Path.Combine(output, "masks", Path.GetFileNameWithoutExtension(image) + ".png");

    private (string Folder, List<(string Path, byte[] Bytes)> Broken) ImagesWith(int broken)
    {
        var folder = Directory.CreateDirectory(_folder["images"]).FullName;
        var files = Directory.EnumerateFiles(reference.Images).Order(StringComparer.Ordinal).Take(5).Select(file => (Path: Path.Combine(folder, Path.GetFileName(file)), Bytes: File.ReadAllBytes(file))).ToList();
        foreach (var (path, bytes) in files) File.WriteAllBytes(path, bytes);
        foreach (var (path, bytes) in files.Take(broken)) File.WriteAllBytes(path, new byte[bytes.Length]);
        return (folder, files[..broken]);
    }

    private async Task<List<JsonElement>> FailuresAsync() =>
        [.. (await File.ReadAllLinesAsync(_folder["out/failures.jsonl"], Token)).Select(line => JsonDocument.Parse(line).RootElement)];

    private Task<Outcome> LabelAsync(string images, params string[] more) =>
        AlignZegProcess.RunAloneAsync(["label", images, "--vocabulary", reference.Vocabulary, "--output", _folder["out"], "--json", .. more]);
}
