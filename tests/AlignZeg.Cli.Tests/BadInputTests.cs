namespace AlignZeg.Cli.Tests;

public sealed class BadInputTests(ReferenceRun reference) : IDisposable
{
    private const int BadInput = 2;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task NoSuchFolder() => (await LabelAsync(_folder["missing"])).ExpectSentence(BadInput, "missing", "no folder or file");

    [Fact]
    public async Task EmptyFolder() => (await LabelAsync(Directory.CreateDirectory(_folder["empty"]).FullName)).ExpectSentence(BadInput, "empty", "no image");

    [Theory]
    [InlineData("cat\ndog\nCat\n", "repeats")]
    [InlineData("", "no classes")]
    [InlineData("[\"cat\", \" \"]", "empty name")]
    [InlineData("{\"classes\": 3}", "array")]
    [InlineData("[\"cat\"", "JSON")]
    public async Task BadVocabulary(string text, string complaint)
    {
        await File.WriteAllTextAsync(_folder["words.txt"], text, TestContext.Current.CancellationToken);
        (await LabelWithAsync(reference.Images, _folder["words.txt"])).ExpectSentence(BadInput, "words.txt", complaint);
    }

    [Fact]
    public async Task OverlongName()
    {
        await File.WriteAllTextAsync(_folder["words.txt"], new string('x', 500), TestContext.Current.CancellationToken);
        (await LabelWithAsync(reference.Images, _folder["words.txt"])).ExpectSentence(BadInput, "500 characters");
    }

    [Fact]
    public async Task ClassThatTheModelHasNoWordFor()
    {
        await File.WriteAllTextAsync(_folder["words.txt"], "amber\ncat | tabby cat\n고양이\n", TestContext.Current.CancellationToken);
        (await LabelWithAsync(FewImages(1), _folder["words.txt"])).ExpectSentence(BadInput, "'cat'", "1 more", "no word");
    }

    [Fact]
    public async Task ClassThatTheModelDoesNotReadToItsEnd()
    {
        await File.WriteAllTextAsync(_folder["words.txt"], $"amber\n{string.Join(' ', Enumerable.Repeat("denim", 33))}\n", TestContext.Current.CancellationToken);
        (await LabelWithAsync(FewImages(1), _folder["words.txt"])).ExpectSentence(BadInput, "too long for the model", "tokens, and the model reads", "truncate");
    }

    [Fact]
    public async Task ClassWithOneKnownSynonym_IsLabelled()
    {
        await File.WriteAllTextAsync(_folder["words.txt"], "resin | amber\n", TestContext.Current.CancellationToken);
        (await LabelWithAsync(FewImages(1), _folder["words.txt"])).Expect(0);
    }

    [Fact]
    public async Task NoVocabulary() => (await LabelWithAsync(reference.Images, _folder["none.txt"])).ExpectSentence(BadInput, "none.txt");

    [Fact]
    public async Task UnknownModel() => (await LabelAsync(reference.Images, "--model", _folder["nothing"])).ExpectSentence(BadInput, "no model", "nothing");

    [Theory]
    [InlineData("model", "show")]
    [InlineData("calibrate", "--count", "1", "--model")]
    [InlineData("bench", "quality", "--count", "1", "--model")]
    [InlineData("bench", "zero-shot", "--quick", "--model")]
    public async Task UnknownModelOfOtherVerbs(params string[] verb) => (await AlignZegProcess.RunAsync([.. verb, _folder["nothing"]])).ExpectSentence(BadInput, "nothing");

    [Theory]
    [InlineData("100", "multiple of 32")]
    [InlineData("32", "64")]
    public async Task SidesThatScenesCannotHave(string side, string sentence) => (await AlignZegProcess.RunAsync("bench", "zero-shot", "--quick", "--scene-side", side)).ExpectSentence(BadInput, "--scene-side", sentence);

    [Fact]
    public async Task FolderThatIsNoModel() => (await LabelAsync(reference.Images, "--model", reference.Truth)).ExpectSentence(BadInput, "config.json");

    [Fact]
    public async Task NoTruthFolder() => (await LabelAsync(reference.Images, "--truth", _folder["nothing"])).ExpectSentence(BadInput, "truth", "nothing");

    [Fact]
    public async Task TruthOfOtherNames() => (await LabelAsync(reference.Images, "--truth", Directory.CreateDirectory(_folder["truth"]).FullName)).ExpectSentence(BadInput, "truth", "none of the images");

    [Fact]
    public async Task TruthOfOtherSize()
    {
        var images = FewImages(2);
        Directory.CreateDirectory(_folder["truth"]);
        var maps = Directory.EnumerateFiles(reference.Truth).Order(StringComparer.Ordinal).Take(2).ToList();
        for (int i = 0; i < 2; i++) File.Copy(maps[i], Path.Combine(_folder["truth"], Path.GetFileName(maps[1 - i])));
        (await LabelAsync(images, "--truth", _folder["truth"])).ExpectSentence(BadInput, "truth", "does not fit");
    }

    [Fact]
    public async Task TruthWithUnknownIds()
    {
        await File.WriteAllTextAsync(_folder["words.txt"], "amber\n", TestContext.Current.CancellationToken);
        (await LabelWithAsync(FewImages(2), _folder["words.txt"], "--truth", reference.Truth)).ExpectSentence(BadInput, "truth", "neither a class");
    }

    [Fact]
    public async Task OutputOfAnotherJob()
    {
        await File.WriteAllTextAsync(_folder["words.txt"], "amber\nslate\n", TestContext.Current.CancellationToken);
        (await AlignZegProcess.RunAsync("label", reference.Images, "--vocabulary", _folder["words.txt"], "--output", reference.Output)).ExpectSentence(BadInput, "another job", "vocabulary");
        (await AlignZegProcess.RunAsync("label", FewImages(1), "--vocabulary", reference.Vocabulary, "--output", reference.Output)).ExpectSentence(BadInput, "another job", "images");
    }

    [Fact]
    public async Task OutputOfSomethingElse() =>
        (await AlignZegProcess.RunAsync("label", reference.Images, "--vocabulary", reference.Vocabulary, "--output", reference.Truth)).ExpectSentence(BadInput, "not empty", reference.Truth);

    [Fact]
    public async Task OutputInUse()
    {
        using var first = AlignZegProcess.Start(reference.Command(_folder["out"]));
        Assert.True(await first.ReadUntilAsync(line => line.GetProperty("event").GetString() == "progress"));
        (await LabelAsync(reference.Images)).ExpectSentence(BadInput, "in use");
    }

    [Theory]
    [InlineData("--workers", "0")]
    [InlineData("--workers", "many")]
    [InlineData("--colour", "red")]
    public async Task BadUsage(string option, string value) => (await LabelAsync(reference.Images, option, value)).ExpectSentence(BadInput, "--help");

    private string FewImages(int count)
    {
        var few = Directory.CreateDirectory(_folder["few"]).FullName;
        foreach (var image in Directory.EnumerateFiles(reference.Images).Order(StringComparer.Ordinal).Take(count)) File.Copy(image, Path.Combine(few, Path.GetFileName(image)));
        return few;
    }

    private Task<Outcome> LabelAsync(string images, params string[] more) => LabelWithAsync(images, reference.Vocabulary, more);

    private Task<Outcome> LabelWithAsync(string images, string vocabulary, params string[] more) =>
        AlignZegProcess.RunAsync(["label", images, "--vocabulary", vocabulary, "--output", _folder["out"], .. more]);
}
