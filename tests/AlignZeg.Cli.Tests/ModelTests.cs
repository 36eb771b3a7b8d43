namespace AlignZeg.Cli.Tests;

/// <summary>From a published SAN and its CLIP to label maps, as a person does it.</summary>
public sealed class ModelTests(ReferenceRun reference) : IDisposable
{
    private const int BadInput = 2;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_MakesAModelThatLabels_TheSameWhateverTheBatch()
    {
        PublishedSan.Make(_folder);
        var imported = (await ImportAsync("--json", "--name", "small san")).Expect(0).Last;
        Assert.Equal(("small san", 203_666), (imported.GetProperty("name").GetString(), imported.GetProperty("network_parameters").GetInt32()));
        Assert.Equal(["bundle", "clip", "form.json", "san.pth"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var image in Directory.EnumerateFiles(reference.Images).Order(StringComparer.Ordinal).Take(4)) File.Copy(image, Path.Combine(Directory.CreateDirectory(_folder["images"]).FullName, Path.GetFileName(image)));
        await File.WriteAllTextAsync(_folder["words.txt"], "cat\na red bus\nroad\n", TestContext.Current.CancellationToken);
        var one = (await LabelAsync("one", "--batch-images", "1")).Expect(0).Last;
        (await LabelAsync("two", "--batch-images", "3")).Expect(0);
        await Results.AssertSameAsync(_folder["one"], _folder["two"]);
        Assert.Equal(4, one.GetProperty("done").GetInt32());
        Assert.StartsWith("bundle (", one.GetProperty("model").GetString(), StringComparison.Ordinal);
        var shown = (await AlignZegProcess.RunAsync("model", "show", _folder["bundle"])).Expect(0).Output;
        Assert.Contains("SAN: queries inside a ViT of 4 blocks of width 48; 10 queries; 203,666 parameters", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_IntoAFolderThatExists_IsRefused()
    {
        PublishedSan.Make(_folder);
        Directory.CreateDirectory(_folder["bundle"]);
        (await ImportAsync()).ExpectSentence(BadInput, "exists already");
    }

    [Fact]
    public async Task Import_OfWhatIsNoSan_IsOneSentence_AndLeavesNothing()
    {
        PublishedSan.Make(_folder);
        File.Copy(Path.Combine(_folder["clip"], "clip.pt"), _folder["san.pth"], overwrite: true);
        (await ImportAsync()).ExpectSentence(BadInput, "san.pth", "no SAN checkpoint", "side_adapter_network.query_embed");
        Assert.Equal(["clip", "form.json", "san.pth"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Import_WithoutAForm_SaysWhatTheTensorsDoNotTell()
    {
        PublishedSan.Make(_folder);
        (await AlignZegProcess.RunAsync("model", "import", "--san", _folder["san.pth"], "--clip", _folder["clip"], "--output", _folder["bundle"])).ExpectSentence(BadInput, "--form", "clip_scale");
    }

    [Fact]
    public async Task Import_OfAMissingFile_IsOneSentence() =>
        (await AlignZegProcess.RunAsync("model", "import", "--san", _folder["none.pth"], "--clip", _folder["clip"], "--output", _folder["bundle"])).ExpectSentence(BadInput, "no checkpoint", "none.pth");

    [Fact]
    public async Task Show_SaysWhatTheModelThatShipsIs()
    {
        var shown = (await AlignZegProcess.RunAsync("model", "show", "--json", "--tensors")).Expect(0).Last;
        Assert.Equal("tiny", shown.GetProperty("name").GetString());
        Assert.Equal(24, shown.GetProperty("config").GetProperty("align_zeg").GetProperty("seen_classes").GetArrayLength());
        Assert.Equal([4, 64], shown.GetProperty("tensors").GetProperty("network.classification.background").EnumerateArray().Select(side => side.GetInt32()));
    }

    private Task<Outcome> ImportAsync(params string[] more) => AlignZegProcess.RunAsync(
        ["model", "import", "--san", _folder["san.pth"], "--clip", _folder["clip"], "--output", _folder["bundle"], "--form", _folder["form.json"], .. more]);

    private Task<Outcome> LabelAsync(string output, params string[] more) => AlignZegProcess.RunAsync(
        ["label", _folder["images"], "--vocabulary", _folder["words.txt"], "--model", _folder["bundle"], "--output", _folder[output], "--confidence", "--json", .. more]);
}
