using System.Formats.Tar;

namespace AlignZeg.Cli.Tests;

[Collection(InTurn.Name)]
public sealed class StorageTests(ReferenceRun reference)
{
    [Fact]
    public async Task FullDisk_IsSaid_AndTheJobGoesOnWhenThereIsRoom()
    {
        using var folder = new TemporaryFolder();
        using var disk = Mount.Tmpfs(folder["disk"], "size=1m");
        var output = Path.Combine(disk.Path, "out");
        (await AlignZegProcess.RunAsync(reference.Command(output))).ExpectSentence(1, "space", "same command again");
        disk.Remount("size=200m");
        (await AlignZegProcess.RunAsync(reference.Command(output))).Expect(0);
        await Results.AssertSameAsync(reference.Output, output);
    }

    [Fact]
    public async Task FullDisk_WhileAnArchiveIsUnpacked_IsNotTheArchivesFault()
    {
        using var folder = new TemporaryFolder();
        using var disk = Mount.Tmpfs(folder["disk"], "size=300k");
        await TarFile.CreateFromDirectoryAsync(reference.Images, folder["photos.tar"], includeBaseDirectory: false, TestContext.Current.CancellationToken);
        string[] command = ["label", folder["photos.tar"], "--vocabulary", reference.Vocabulary, "--output", Path.Combine(disk.Path, "out"), "--json"];
        (await AlignZegProcess.RunAsync(command)).ExpectSentence(1, "The disk is full: ", "'. Free some space", "same command again");
        disk.Remount("size=200m");
        Assert.Equal(ReferenceRun.Count, (await AlignZegProcess.RunAsync(command)).Expect(0).Last.GetProperty("done").GetInt32());
    }

    [Fact]
    public async Task ReadOnlyFolder_IsSaid()
    {
        using var folder = new TemporaryFolder();
        using var disk = Mount.Tmpfs(folder["disk"], "size=1m,ro");
        (await AlignZegProcess.RunAsync(reference.Command(Path.Combine(disk.Path, "out")))).ExpectSentence(2, "cannot be written", "disk");
    }

    [Fact]
    public async Task FileInPlaceOfTheFolder_IsSaid()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["out"], "x", TestContext.Current.CancellationToken);
        (await AlignZegProcess.RunAsync(reference.Command(folder["out"]))).ExpectSentence(2, "is a file");
        (await AlignZegProcess.RunAsync(reference.Command(folder["out/below"]))).ExpectSentence(2, "cannot be written");
    }

    /// <summary>Names of very many images are kept in files there.</summary>
    [Fact]
    public async Task FolderForTemporaryFiles_ThatIsNone_IsSaid()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["tmp"], "a file", TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(folder["images.jsonl"], Enumerable.Range(0, 12_000).Select(i => $$"""{"image": "{{i}}.jpg"}"""), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["0.jpg"], "no picture", TestContext.Current.CancellationToken);
        using var run = AlignZegProcess.StartProgram(AlignZegProcess.Program, ["split", folder["images.jsonl"], "--output", folder["parts"]], new Dictionary<string, string> { ["TMPDIR"] = folder["tmp"] });
        (await run.EndAsync()).ExpectSentence(1, $"'{folder["tmp"]}/', where lists of images are kept for a moment, cannot be written", "TMPDIR");
    }
}
