using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace AlignZeg.Cli.Tests;

/// <summary><c>label</c> with archives in place of folders.</summary>
public sealed class ArchiveTests(ReferenceRun reference) : IDisposable
{
    private const int Kill = 9;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ZipAndShards_GiveWhatTheirFilesGive_AndSayWhereEachCameFrom()
    {
        var files = Directory.EnumerateFiles(reference.Images).Order(StringComparer.Ordinal).Take(4).ToArray();
        Zip("photos.zip", [.. files[..2].Select(file => (Path.GetFileName(file), File.ReadAllBytes(file))), ("broken.jpg", File.ReadAllBytes(files[0])[..200]), ("readme.txt", "hello"u8.ToArray())]);
        foreach (var file in files[2..])
        {
            string key = Path.GetFileNameWithoutExtension(file);
            await TarAsync($"shard-{key}.tar", ($"{key}.jpg", await File.ReadAllBytesAsync(file, Cancellation)), ($"{key}.json", JsonSerializer.SerializeToUtf8Bytes(new { caption = key })));
        }

        string[] command = ["label", _folder["photos.zip"], _folder["shard-*.tar"], "--vocabulary", reference.Vocabulary, "--output", _folder["out"], "--json"];
        var outcome = (await AlignZegProcess.RunAsync(command)).Expect(3);

        Assert.Equal((4, 1), (outcome.Last.GetProperty("done").GetInt32(), outcome.Last.GetProperty("failed").GetInt32()));
        foreach (var file in files)
        {
            string mask = $"masks/{Path.GetFileNameWithoutExtension(file)}.png";
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(reference.Output, mask), Cancellation), await File.ReadAllBytesAsync(_folder[$"out/{mask}"], Cancellation));
        }

        var records = (await Results.LinesAsync(_folder["out"])).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["photos.zip", "photos.zip", "photos.zip"], records.Take(3).Select(record => record.GetProperty("archive").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(files[2..].Select(file => Path.GetFileNameWithoutExtension(file)), records.Where(record => record.TryGetProperty("metadata", out _)).Select(record => record.GetProperty("metadata").GetProperty("caption").GetString()!));
        var failure = JsonDocument.Parse(Assert.Single(await File.ReadAllLinesAsync(_folder["out/failures.jsonl"], Cancellation))).RootElement;
        Assert.Equal(("photos.zip", "broken.jpg"), (failure.GetProperty("archive").GetString(), failure.GetProperty("entry").GetString()));
        var skipped = JsonDocument.Parse(Assert.Single(await File.ReadAllLinesAsync(_folder["out/skipped.jsonl"], Cancellation))).RootElement;
        Assert.Equal((_folder["photos.zip"], "readme.txt", "not_an_image"), (skipped.GetProperty("archive").GetString(), skipped.GetProperty("name").GetString(), skipped.GetProperty("reason").GetString()));

        File.SetLastWriteTimeUtc(_folder["photos.zip"], DateTime.UnixEpoch); // unpacked anew; the images are the same, so the job is
        var again = (await AlignZegProcess.RunAsync(command)).Expect(3);
        Assert.Contains("Every image has its result already", again.Output, StringComparison.Ordinal);
        Assert.Equal(records.Select(record => record.GetRawText()), await Results.LinesAsync(_folder["out"]));
    }

    [Fact]
    public async Task KilledJobOverAnArchive_GoesOn()
    {
        Zip("photos.zip", [.. Directory.EnumerateFiles(reference.Images).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))]);
        string[] command = ["label", _folder["photos.zip"], "--vocabulary", reference.Vocabulary, "--output", _folder["out"], "--workers", "2", "--json"];
        using (var process = AlignZegProcess.Start(command))
        {
            Assert.True(await process.ReadUntilAsync(line => line.GetProperty("event").GetString() == "progress" && line.GetProperty("total").GetInt32() == ReferenceRun.Count && line.GetProperty("done").GetInt32() >= 10));
            process.Signal(Kill);
            await process.EndAsync();
        }

        var resumed = (await AlignZegProcess.RunAsync(command)).Expect(0);
        Assert.InRange(resumed.Last.GetProperty("recomputed").GetInt32(), 0, 32);
        foreach (var mask in Directory.EnumerateFiles(Path.Combine(reference.Output, "masks")))
            Assert.Equal(await File.ReadAllBytesAsync(mask, Cancellation), await File.ReadAllBytesAsync(_folder[$"out/masks/{Path.GetFileName(mask)}"], Cancellation));
    }

    [Fact]
    public async Task DamagedArchive_IsOneSentence_AndNothingIsLabelled()
    {
        Zip("photos.zip", [("a.jpg", await File.ReadAllBytesAsync(Directory.EnumerateFiles(reference.Images).First(), Cancellation))]);
        var bytes = await File.ReadAllBytesAsync(_folder["photos.zip"], Cancellation);
        bytes[300] ^= 1;
        await File.WriteAllBytesAsync(_folder["photos.zip"], bytes, Cancellation);
        (await AlignZegProcess.RunAsync("label", _folder["photos.zip"], "--vocabulary", reference.Vocabulary, "--output", _folder["out"])).ExpectSentence(2, "photos.zip", "a.jpg");
        Assert.False(Directory.Exists(_folder["out/masks"]));
    }

    [Fact]
    public async Task DryRun_LooksIntoArchives()
    {
        Zip("photos.zip", [("a.jpg", await File.ReadAllBytesAsync(Directory.EnumerateFiles(reference.Images).First(), Cancellation)), ("b.txt", [1])]);
        var outcome = (await AlignZegProcess.RunAsync("label", _folder["photos.zip"], "--vocabulary", reference.Vocabulary, "--dry-run", "--probe", "0", "--json")).Expect(0);
        Assert.Equal((1, 1), (outcome.Last.GetProperty("images").GetInt32(), outcome.Last.GetProperty("skipped_by_reason").GetProperty("not_an_image").GetProperty("files").GetInt32()));
        Assert.Equal(["photos.zip"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    private void Zip(string name, IReadOnlyList<(string Name, byte[] Content)> files)
    {
        using var zip = ZipFile.Open(_folder[name], ZipArchiveMode.Create);
        foreach (var (entry, content) in files)
        {
            using var stream = zip.CreateEntry(entry, CompressionLevel.Fastest).Open();
            stream.Write(content);
        }
    }

    private async Task TarAsync(string name, params (string Name, byte[] Content)[] files)
    {
        await using var tar = new TarWriter(File.Create(_folder[name]));
        foreach (var (entry, content) in files) await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(content) }, Cancellation);
    }
}
