using System.Text;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Datasets.Tests.Archives;

namespace AlignZeg.Datasets.Tests.Containers;

public sealed class ArchiveInputsTests : IDisposable
{
    private static readonly byte[] Text = "no picture"u8.ToArray();
    private readonly ContainerInputs _inputs = new();

    public void Dispose() => _inputs.Dispose();

    [Theory]
    [InlineData("photos.zip", ArchiveFormat.Zip)]
    [InlineData("photos.tar", ArchiveFormat.Tar)]
    [InlineData("photos.TAR.GZ", ArchiveFormat.TarGzip)]
    [InlineData("photos.tgz", ArchiveFormat.TarGzip)]
    public async Task Archive_GivesItsImages_AndTellsTheRest(string name, ArchiveFormat format)
    {
        var archive = _inputs.Add(name, PackedFiles.Pack(
            format, ("b/2.png", PackedFiles.Picture(2)), ("a.png", PackedFiles.Picture(1)), ("readme.md", Text), ("../../evil.png", PackedFiles.Picture(3)), ("c.png", [])));
        var found = await _inputs.FindAsync(archive);
        Assert.Equal(["a.png", "b/2.png"], found.Entries.Select(entry => entry.Name));
        Assert.Equal(["a", "b/2"], found.Entries.Select(entry => entry.Stem));
        Assert.Equal([PackedFiles.Picture(1), PackedFiles.Picture(2)], found.Entries.Select(entry => File.ReadAllBytes(entry.Path)));
        Assert.Equal(["1 empty (c.png)", "1 not_an_image (readme.md)", "1 unsafe_name (../../evil.png)"], found.Skipped.Select(one => one.ToString()));
        Assert.Equal(3, File.ReadLines(found.Unpacked[0].SkippedFile).Count());
        Assert.Equal((archive, "b/2.png", null), (found.OriginOf(1).Archive, found.OriginOf(1).Entry, found.OriginOf(1).Metadata));
        Assert.All(found.Entries, entry => Assert.StartsWith(_inputs.Room + Path.DirectorySeparatorChar, entry.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task NamesThatArchivesShare_AreToldApart_ByTheArchive()
    {
        var (one, two) = (_inputs.Add("one.zip", PackedFiles.Zip(("a.png", PackedFiles.Picture(1)))), _inputs.Add("two.tar.gz", PackedFiles.Pack(ArchiveFormat.TarGzip, ("a.png", PackedFiles.Picture(2)), ("b.png", PackedFiles.Picture(3)))));
        var found = await _inputs.FindAsync(two, one);
        Assert.Equal(["b.png", "one/a.png", "two/a.png"], found.Entries.Select(entry => entry.Name));
        Assert.Equal([PackedFiles.Picture(3), PackedFiles.Picture(1), PackedFiles.Picture(2)], found.Entries.Select(entry => File.ReadAllBytes(entry.Path)));
    }

    [Fact]
    public async Task UnchangedArchive_IsNotReadAgain_AndAChangedOneIs()
    {
        var archive = _inputs.Add("a.zip", PackedFiles.Zip(("1.png", PackedFiles.Picture(1)), ("2.png", PackedFiles.Picture(2))));
        var first = (await _inputs.FindAsync(archive)).Entries.ToList();
        File.Delete(first[0].Path); // would be there again
        Assert.Equal(first[1], (await _inputs.FindAsync(archive)).Entries.ElementAt(1));
        Assert.False(File.Exists(first[0].Path));
        _inputs.Add("a.zip", PackedFiles.StreamedZip(("2.png", PackedFiles.Picture(2)), ("1.png", PackedFiles.Picture(7))));
        var second = (await _inputs.FindAsync(archive)).Entries.ToList();
        Assert.Equal(PackedFiles.Picture(7), await File.ReadAllBytesAsync(second[0].Path, TestContext.Current.CancellationToken));
        Assert.NotEqual(first[0].Version, second[0].Version);
        Assert.Equal(first[1].Version, second[1].Version); // packed anew, the content is the same
    }

    [Theory]
    [InlineData(true, 0)] // of the same length, changed later
    [InlineData(false, 1)] // longer by a byte, as of the same time
    public async Task ArchiveWithOtherContent_IsReadAgain_WhateverTellsIt(bool later, int longer)
    {
        var archive = _inputs.Add("a.tar", PackedFiles.Tar(("1.png", PackedFiles.Picture(1))));
        await _inputs.FindAsync(archive);
        var then = File.GetLastWriteTimeUtc(archive);
        _inputs.Add("a.tar", [.. PackedFiles.Tar(("2.png", PackedFiles.Picture(1))), .. new byte[longer]]);
        File.SetLastWriteTimeUtc(archive, later ? then.AddSeconds(1) : then);
        Assert.Equal(["2.png"], (await _inputs.FindAsync(archive)).Entries.Select(entry => entry.Name));
    }

    [Fact]
    public async Task InterruptedUnpacking_IsBegunAnew()
    {
        var archive = _inputs.Add("a.tar", PackedFiles.Tar(("1.png", PackedFiles.Picture(1)), ("2.png", PackedFiles.Picture(2))));
        await _inputs.FindAsync(archive);
        File.Delete(Path.Combine(_inputs.Room, "0000", "unpacked.json"));
        await File.WriteAllTextAsync(Path.Combine(_inputs.Room, "0000", "manifest.jsonl"), "{\"image\": \"000", TestContext.Current.CancellationToken);
        Assert.Equal(["1.png", "2.png"], (await _inputs.FindAsync(archive)).Entries.Select(entry => entry.Name));
    }

    [Fact]
    public async Task DamagedArchive_IsNamed_WithTheEntry()
    {
        var whole = PackedFiles.Tar(("1.png", PackedFiles.Picture(1)), ("2.png", PackedFiles.Picture(2)));
        var archive = _inputs.Add("cut.tar", whole[..(whole.Length / 2)]);
        var failure = await Assert.ThrowsAsync<InputException>(() => _inputs.FindAsync(archive));
        Assert.Equal(InputException.BrokenArchive, failure.Reason);
        Assert.Contains(archive, failure.Message, StringComparison.Ordinal);
        Assert.Contains("1.png", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ArchiveWithoutImages_SaysWhatItHolds()
    {
        var failure = await Assert.ThrowsAsync<InputException>(() => _inputs.FindAsync(_inputs.Add("a.zip", PackedFiles.Zip(("notes.txt", Text)))));
        Assert.Equal(InputException.EmptyArchive, failure.Reason);
        Assert.Contains("not_an_image (notes.txt)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FolderOfArchives_SaysHowToNameThem()
    {
        _inputs.Add("a.tar", PackedFiles.Tar(("1.png", PackedFiles.Picture(1))));
        var failure = await Assert.ThrowsAsync<InputException>(() => _inputs.FindAsync(_inputs["."]));
        Assert.Contains("a.tar", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shards_CarryWhatLiesBesideTheirImages()
    {
        foreach (int shard in new[] { 0, 1, 2 })
        {
            _inputs.Add($"x-{shard:D4}.tar", PackedFiles.Tar(
                ($"{shard}1.cls", "7\n"u8.ToArray()), ($"{shard}1.jpg", PackedFiles.Picture(shard)), ($"{shard}1.json", """{"url": "http://a/é", "n": [1, {"b": null}]}"""u8.ToArray()),
                ($"{shard}1.seg.png", PackedFiles.Picture(50)), ($"{shard}2.png", PackedFiles.Picture(10 + shard)), ($"{shard}2.txt", " a dog "u8.ToArray()),
                ($"{shard}3.old.png", PackedFiles.Picture(20 + shard)), ($"{shard}4.json", "{broken"u8.ToArray()), ($"{shard}4.png", PackedFiles.Picture(30 + shard)), ($"{shard}5.json", "{}"u8.ToArray())));
        }

        var found = await _inputs.FindAsync(_inputs["x-{0000..0001}.tar"]);
        Assert.Equal(
            [
                "01.jpg cls=7 n=[1,{\"b\":null}] url=\"http://a/é\"", "02.png txt=\"a dog\"", "03.old.png", "04.png",
                "11.jpg cls=7 n=[1,{\"b\":null}] url=\"http://a/é\"", "12.png txt=\"a dog\"", "13.old.png", "14.png",
            ],
            ContainerInputs.Described(found));
        Assert.Equal(
            ["2 broken_metadata (04.json, 14.json)", "2 companion (01.seg.png, 11.seg.png)", "2 not_an_image (05.json, 15.json)"], found.Skipped.Select(one => one.ToString()));
        Assert.Equal(PackedFiles.Picture(31), await File.ReadAllBytesAsync(found.Entries[^1].Path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task NameThatComesTwice_LeavesTheFirstImage()
    {
        var found = await _inputs.FindAsync(_inputs.Add("a.tar", PackedFiles.Tar(("1.png", PackedFiles.Picture(1)), ("1.png", PackedFiles.Picture(2)), ("1.txt", Text))));
        Assert.Equal(["1.png txt=\"no picture\""], ContainerInputs.Described(found));
        Assert.Equal(PackedFiles.Picture(1), await File.ReadAllBytesAsync(found.Entries[0].Path, TestContext.Current.CancellationToken));
        Assert.Equal(["1 repeated_name (1.png)"], found.Skipped.Select(one => one.ToString()));
    }

    [Fact]
    public async Task SidecarsOverTheLimit_AreSkipped()
    {
        var found = await _inputs.FindAsync(_inputs.Add("a.tar", PackedFiles.Tar(("1.jpg", PackedFiles.Picture(1)), ("1.json", Encoding.UTF8.GetBytes($"{{\"a\": \"{new string('x', 1000)}\"}}")))));
        Assert.Equal(["1 too_many_bytes (1.json)"], found.Skipped.Select(one => one.ToString()));
        Assert.Equal(["1.jpg"], ContainerInputs.Described(found));
    }
}
