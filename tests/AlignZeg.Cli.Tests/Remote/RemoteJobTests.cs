using System.IO.Compression;
using System.Text.Json;

namespace AlignZeg.Cli.Tests.Remote;

/// <summary>The verbs that go to a server, against one that is real.</summary>
[Collection(InTurn.Name)]
public sealed class RemoteJobTests(ServedSilo server, ReferenceRun reference) : IClassFixture<ServedSilo>, IDisposable
{
    private const int Kill = 9, Interrupt = 2;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Job_FromTheFolderToTheMasks_GivesTheBytesOfTheLocalOne()
    {
        const int Images = 8;
        string folder = Copies("main", Images);
        await File.WriteAllTextAsync(Path.Combine(folder, "zz-broken.png"), "no image", Token);
        string list = Path.Combine(folder, "list.jsonl");
        await File.WriteAllLinesAsync(list, Directory.EnumerateFiles(folder).Where(file => file != list).Order(StringComparer.Ordinal).Select((file, i) => JsonSerializer.Serialize(new { image = Path.GetFileName(file), number = i })), Token);
        (await server.RunAsync("vocabulary", "publish", "world", reference.Vocabulary)).Expect(0);
        Assert.Equal(Images + 1, (await server.RunAsync("dataset", "upload", "main", list, "--json")).Expect(0).Last.GetProperty("images").GetInt32());
        Assert.Equal(1, (await server.RunAsync("dataset", "upload", "main", list, "--json")).Expect(0).Last.GetProperty("number").GetInt32());
        var diff = (await server.RunAsync("dataset", "diff", "main", "--from", "1", "--to", "1", "--json")).Expect(0).Last;
        Assert.Equal((Images + 1, 0), (diff.GetProperty("same").GetInt32(), diff.GetProperty("counts").GetProperty("moved").GetInt32()));

        var watched = (await server.RunAsync("job", "submit", "-d", "main", "-v", "world", "-m", "tiny", "--id", "main", "--watch", "--json")).Expect(3);
        Assert.Equal(("completed", Images, 1), (watched.Last.GetProperty("phase").GetString(), watched.Last.GetProperty("ok").GetInt32(), watched.Last.GetProperty("failed").GetInt32()));
        Assert.Equal("zz-broken.png", (await server.RunAsync("job", "failures", "main", "--json")).Expect(0).Last.GetProperty("image").GetString());

        (await server.RunAsync("job", "results", "main", "--output", _folder["out"])).Expect(3);
        var again = (await server.RunAsync("job", "results", "main", "--output", _folder["out"], "--follow", "--json")).Expect(3);
        Assert.Equal((Images + 1, 0), (again.Last.GetProperty("results").GetInt32(), again.Last.GetProperty("new").GetInt32()));
        var lines = await LinesAsync(_folder["out"]);
        Assert.Equal(Enumerable.Range(0, Images + 1), lines.Select(line => line.GetProperty("index").GetInt32()).Order());
        Assert.All(lines, line => Assert.Equal(line.GetProperty("index").GetInt32(), line.GetProperty("metadata").GetProperty("number").GetInt32()));
        foreach (string mask in lines.Where(line => line.TryGetProperty("mask", out _)).Select(line => line.GetProperty("mask").GetString()!))
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(reference.Output, mask), Token), await File.ReadAllBytesAsync(Path.Combine(_folder["out"], mask), Token));
        (await server.RunAsync("job", "results", "main", "--output", reference.Output)).ExpectSentence(2, "holds other results");
        await FilteredAsync(Images, lines.SelectMany(line => line.GetProperty("classes").EnumerateArray()).First().GetProperty("name").GetString()!);
        await ExportAsync(Images);
        await TilesAsync(folder);
    }

    // A folder's cursor is behind what its filter left out, so that it can hold nothing else.
    private async Task FilteredAsync(int images, string name)
    {
        Task<Outcome> IntoAsync(string folder, params string[] filter) => server.RunAsync(["job", "results", "main", "--output", _folder[folder], "--json", .. filter]);
        (await IntoAsync("some", "--class", "no-such-class")).ExpectSentence(2, "no-such-class"); // nothing came, so that nothing was left out
        int some = (await IntoAsync("some", "--class", name, "--status", "ok")).Expect(3).Last.GetProperty("results").GetInt32();
        Assert.InRange(some, 1, images);
        (await IntoAsync("some")).ExpectSentence(2, $"--class '{name}' --status ok", "all results", "choose another --output");
        (await IntoAsync("some", "--class", name)).ExpectSentence(2, "choose another --output");
        (await IntoAsync("some", "--class", name, "--status", "ok", "--min-confidence", "0.5")).ExpectSentence(2, "--min-confidence 0.5");
        Assert.Equal((some, 0), await FoundAsync("some", "--status", "ok", "--class", $" {name.ToUpperInvariant()}", "--class", name));
        (await IntoAsync("out", "--status", "ok")).ExpectSentence(2, "holds all results", "--status ok");
        Assert.DoesNotContain("filter", await File.ReadAllTextAsync(_folder["out/.alignzeg/remote.json"], Token), StringComparison.Ordinal); // as folders of former versions
        Assert.Equal((images + 1, 0), await FoundAsync("out"));

        async Task<(int, int)> FoundAsync(string folder, params string[] filter)
        {
            var found = (await IntoAsync(folder, filter)).Expect(3).Last;
            return (found.GetProperty("results").GetInt32(), found.GetProperty("new").GetInt32());
        }
    }

    // Cut as the local job cuts them.
    private async Task TilesAsync(string folder)
    {
        (await server.RunAsync("job", "submit", "-d", "main", "-v", "world", "-m", "tiny", "--id", "tiles", "--tile", "256", "--watch")).Expect(3);
        (await server.RunAsync("job", "results", "tiles", "--output", _folder["tiles"])).Expect(3);
        (await AlignZegProcess.RunAsync("label", folder, "--vocabulary", reference.Vocabulary, "--output", _folder["local"], "--tile", "256", "--no-overlay")).Expect(3);
        string[] masks = [.. Directory.EnumerateFiles(_folder["local/masks"]).Select(file => Path.GetFileName(file))];
        Assert.NotEmpty(masks);
        foreach (string mask in masks) Assert.Equal(await File.ReadAllBytesAsync(_folder[$"local/masks/{mask}"], Token), await File.ReadAllBytesAsync(_folder[$"tiles/masks/{mask}"], Token));
        (await server.RunAsync("job", "submit", "-d", "main", "-v", "world", "-m", "tiny", "--id", "tiles", "--tile", "off")).ExpectSentence(2, "choice of tiles");
    }

    // As a file, as a folder, and not at all where something is lost and must not be.
    private async Task ExportAsync(int images)
    {
        var report = (await server.RunAsync("job", "export", "main", "--format", "coco-panoptic", "--output", _folder["main.zip"], "--json")).Expect(3).Last;
        Assert.Equal((images, 1, 0), (report.GetProperty("images").GetInt32(), report.GetProperty("left_out").GetInt32(), report.GetProperty("changed_pixels").GetInt32()));
        (await server.RunAsync("job", "export", "main", "--format", "coco-panoptic", "--output", _folder["unpacked"])).Expect(3);
        await using (var zip = await ZipFile.OpenReadAsync(_folder["main.zip"], Token))
            Assert.Equal(zip.Entries.Select(entry => entry.FullName).Append(".export-files.json").Order(), Directory.EnumerateFiles(_folder["unpacked"], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder["unpacked"], file)).Order());
        (await server.RunAsync("export", "--results", "main", "--format", "coco-panoptic", "--output", _folder["by-job"])).Expect(3);
        Assert.Equal(await File.ReadAllBytesAsync(_folder["unpacked/panoptic.json"], TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(_folder["by-job/panoptic.json"], TestContext.Current.CancellationToken));
        (await server.RunAsync("job", "export", "main", "--format", "png", "--strict", "--output", _folder["strict"])).ExpectSentence(1, "1 image left out");
        (await server.RunAsync("job", "export", "main", "--format", "png", "--output", _folder["main.zip"])).ExpectSentence(2, "--overwrite");
        Assert.False(Directory.Exists(_folder["strict"]));
    }

    [Fact]
    public async Task ResultsThatAreKilled_GoOnInTheirFolder_AndWatchingThatIsLeft_LeavesTheJob()
    {
        const int Images = 20;
        (await server.RunAsync("vocabulary", "publish", "world", reference.Vocabulary)).Expect(0);
        (await server.RunAsync("dataset", "upload", "long", Copies("long", Images))).Expect(0);
        (await server.RunAsync("job", "submit", "-d", "long", "-v", "world", "-m", "tiny", "--id", "long", "--confidence")).Expect(0);
        using (var watch = server.Start("job", "watch", "long", "--json"))
        {
            Assert.True(await watch.ReadUntilAsync(line => line.GetProperty("event").GetString() == "progress"), "nothing was shown");
            watch.Signal(Interrupt);
            (await watch.EndAsync()).ExpectSentence(130, "goes on", "alignzeg job watch long", server.Address);
        }

        using (var results = server.Start("job", "results", "long", "--output", _folder["out"], "--follow", "--json"))
        {
            Assert.True(await results.ReadUntilAsync(line => line.GetProperty("event").GetString() == "progress"), "nothing came");
            results.Signal(Kill);
        }

        await File.AppendAllTextAsync(Path.Combine(_folder["out"], "results.jsonl"), "{\"index\": 0, \"half", Token); // as a crash leaves it
        (await server.RunAsync("job", "results", "long", "--output", _folder["out"], "--follow")).Expect(0);
        var lines = await LinesAsync(_folder["out"]);
        Assert.Equal(Enumerable.Range(0, Images), lines.Select(line => line.GetProperty("index").GetInt32()).Order());
        Assert.All(lines.SelectMany(line => new[] { line.GetProperty("mask"), line.GetProperty("confidence") }), file => Assert.True(File.Exists(Path.Combine(_folder["out"], file.GetString()!)), $"{file} is not there"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder["out"], "masks"), "*.tmp"));
        (await server.RunAsync("job", "watch", "long")).Expect(0);
    }

    private string Copies(string name, int images)
    {
        string folder = Directory.CreateDirectory(_folder[name]).FullName;
        foreach (string scene in Directory.EnumerateFiles(reference.Images).Order(StringComparer.Ordinal).Take(images)) File.Copy(scene, Path.Combine(folder, Path.GetFileName(scene)));
        return folder;
    }

    private static async Task<IReadOnlyList<JsonElement>> LinesAsync(string folder) =>
        [.. (await File.ReadAllLinesAsync(Path.Combine(folder, "results.jsonl"), Token)).Select(line => JsonDocument.Parse(line).RootElement)];
}
