using System.Formats.Tar;
using System.Text;
using AlignZeg.Datasets.Archives;

namespace AlignZeg.Datasets.Tests.Archives;

public sealed class ArchiveReaderTests
{
    private static readonly ArchiveLimits Limits = new(1 << 20);
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("no picture");

    [Theory]
    [InlineData(ArchiveFormat.Zip)]
    [InlineData(ArchiveFormat.Tar)]
    [InlineData(ArchiveFormat.TarGzip)]
    public async Task Images_ComeWhole_AndTheRestIsTold(ArchiveFormat format)
    {
        var inner = PackedFiles.Zip(("deep.png", PackedFiles.Picture(9)));
        var entries = await ReadAsync(format, PackedFiles.Pack(
            format, ("a/1.png", PackedFiles.Picture(1)), ("readme.txt", Text), ("__MACOSX/a/._1.png", Text), (".DS_Store", Text), ("2.dat", PackedFiles.Picture(2)),
            ("inner.zip", inner), ("empty.png", []), ("a/1.png", PackedFiles.Picture(3)), ("../../x.png", PackedFiles.Picture(4)), ("large.png", PackedFiles.Bomb((1 << 20) + 1))));
        Assert.Equal(["a/1.png", "2.dat"], entries.Where(entry => entry.Content is not null).Select(entry => entry.Name));
        Assert.Equal(PackedFiles.Picture(1), entries[0].Content);
        Assert.Equal(
            ["readme.txt not_an_image", "inner.zip not_an_image", "empty.png empty", "a/1.png repeated_name", "../../x.png unsafe_name", "large.png too_many_bytes"],
            entries.Where(entry => entry.Reason is not null).Select(entry => $"{entry.Name} {entry.Reason}"));
    }

    [Theory]
    [InlineData(ArchiveFormat.Zip)]
    [InlineData(ArchiveFormat.Tar)]
    [InlineData(ArchiveFormat.TarGzip)]
    public async Task ArchiveThatIsCutShort_Fails_WhereverItIsCut(ArchiveFormat format)
    {
        var whole = PackedFiles.Pack(format, [.. Enumerable.Range(0, 8).Select(i => ($"{i}.png", PackedFiles.Picture(i)))]);
        foreach (int length in new[] { 0, whole.Length / 4, whole.Length / 2, 3 * whole.Length / 4, whole.Length - 1100, whole.Length - 9 })
            if (format == ArchiveFormat.Zip || length != whole.Length - 9) // behind a tar's first mark nothing has to come
                await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(format, whole[..length]));
    }

    [Fact]
    public async Task TarThatIsCutBetweenEntries_Fails()
    {
        byte[] one = PackedFiles.Tar(("1.png", PackedFiles.Picture(1))), two = PackedFiles.Tar(("1.png", PackedFiles.Picture(1)), ("2.png", PackedFiles.Picture(2)));
        var exception = await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(ArchiveFormat.Tar, two[..(one.Length - 1024)]));
        Assert.Contains("'1.png'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DamagedImage_IsNamed()
    {
        var zip = PackedFiles.Zip(("good.png", PackedFiles.Picture(1)), ("bad.png", PackedFiles.Picture(2)));
        int at = zip.AsSpan().IndexOf("bad.png"u8) + 400;
        zip[at] ^= 1;
        var exception = await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(ArchiveFormat.Zip, zip));
        Assert.Contains("'bad.png'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(24)]
    public async Task SizesThatLie_AreFoundOut(int field) // in the directory: what is packed, what comes out
    {
        var zip = PackedFiles.Zip(("bad.png", PackedFiles.Picture(2)));
        int header = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(zip.AsSpan(header + field), 300);
        await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(ArchiveFormat.Zip, zip));
    }

    [Fact]
    public async Task DataDescriptors_AreRead()
    {
        var entry = Assert.Single(await ReadAsync(ArchiveFormat.Zip, PackedFiles.StreamedZip(("1.png", PackedFiles.Picture(1)))));
        Assert.Equal(PackedFiles.Picture(1), entry.Content);
    }

    [Fact]
    public async Task EncryptedZip_IsRefused()
    {
        var zip = PackedFiles.Zip(("1.png", PackedFiles.Picture(1)));
        zip[zip.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        Assert.Contains("without a password", (await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(ArchiveFormat.Zip, zip))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PackingThatIsNotKnown_SkipsTheEntry()
    {
        var zip = PackedFiles.Zip(("1.png", PackedFiles.Picture(1)), ("2.png", PackedFiles.Picture(2)));
        zip[zip.AsSpan().IndexOf("PK\u0001\u0002"u8) + 10] = 93; // Zstandard
        Assert.Equal([SkipReasons.UnknownPacking, null], (await ReadAsync(ArchiveFormat.Zip, zip)).Select(entry => entry.Reason));
    }

    [Theory]
    [InlineData(ArchiveFormat.Zip)]
    [InlineData(ArchiveFormat.TarGzip)]
    public async Task Bombs_AreRefused_NotUnpacked(ArchiveFormat format)
    {
        var bombs = Enumerable.Range(0, 40).Select(i => ($"{i}.png", PackedFiles.Bomb(1 << 20))).ToArray();
        var exception = await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(format, PackedFiles.Pack(format, bombs)));
        Assert.Contains("far more than images do", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImageThatIsTooLarge_IsReadToTheLimit_NotToItsEnd()
    {
        const int limit = 1 << 20;
        using var large = new MemoryStream([.. PackedFiles.Picture(1), .. new byte[8 * limit]]);
        Assert.Equal((null, SkipReasons.TooManyBytes), await ImageIntake.ReadAsync(large, limit, TestContext.Current.CancellationToken));
        Assert.InRange(large.Position, limit, 2 * limit);
    }

    /// <summary>The directory is read in parts of a thousand entries; what a file says of itself holds in each.</summary>
    [Fact]
    public async Task ZipOfManyEntries_ComesInTheOrderOfItsDirectory()
    {
        var zip = PackedFiles.Zip([.. Enumerable.Range(0, 2_345).Select(i => ($"{i % 7}/{i}.png", PackedFiles.Picture(i % 200)))]);
        int second = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        zip[second + 10] = 93; // Zstandard
        var entries = await ReadAsync(ArchiveFormat.Zip, zip, Limits with { MaxEntries = 2_345 });
        Assert.Equal(Enumerable.Range(0, 2_345).Select(i => $"{i % 7}/{i}.png"), entries.Select(entry => entry.Name));
        Assert.Equal(SkipReasons.UnknownPacking, entries[^1].Reason);
        Assert.All(entries.SkipLast(1).Index(), one => Assert.Equal(PackedFiles.Picture(one.Index % 200), one.Item.Content));
    }

    /// <summary>How many there are is said at the end; fewer would be a directory that is cut short.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task ZipThatCountsWrongly_IsRefused(int off)
    {
        var zip = PackedFiles.Zip(("1.png", PackedFiles.Picture(1)), ("2.png", PackedFiles.Picture(2)));
        zip[^14] = zip[^12] = (byte)(2 + off);
        Assert.Contains($"it has 2 entries, and says that there are {2 + off}", (await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(ArchiveFormat.Zip, zip))).Message, StringComparison.Ordinal);
        zip[^14] = 2;
        Assert.Contains("it is in several files", (await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(ArchiveFormat.Zip, zip))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ZipEntriesThatShareTheirBytes_CountEachTime()
    {
        var zip = PackedFiles.Zip(("0.png", PackedFiles.Bomb(1 << 20)));
        int directory = zip.AsSpan().IndexOf("PK\u0001\u0002"u8), end = zip.AsSpan().IndexOf("PK\u0005\u0006"u8);
        var headers = Enumerable.Range(0, 40).SelectMany(i => Renamed(zip[directory..end], (byte)('0' + i))).ToArray();
        byte[] bomb = [.. zip[..directory], .. headers, .. zip[end..]];
        var tail = bomb.AsSpan(bomb.Length - 22);
        BitConverter.TryWriteBytes(tail[8..], (ushort)40);
        BitConverter.TryWriteBytes(tail[10..], (ushort)40);
        BitConverter.TryWriteBytes(tail[12..], headers.Length);
        await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(ArchiveFormat.Zip, bomb));
    }

    [Theory]
    [InlineData(ArchiveFormat.Zip)]
    [InlineData(ArchiveFormat.Tar)]
    public async Task TooManyEntries_AreRefused(ArchiveFormat format)
    {
        var files = Enumerable.Range(0, 11).Select(i => ($"{i}.txt", Text)).ToArray();
        Assert.Equal(11, (await ReadAsync(format, PackedFiles.Pack(format, files), Limits with { MaxEntries = 11 })).Count);
        var exception = await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(format, PackedFiles.Pack(format, files), Limits with { MaxEntries = 10 }));
        Assert.Contains("more than 10 entries", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DirectoryThatSaysItIsShort_IsCountedAllTheSame()
    {
        var zip = PackedFiles.Zip([.. Enumerable.Range(0, 50).Select(i => ($"{i}.txt", Text))]);
        var tail = zip.AsSpan(zip.Length - 22);
        BitConverter.TryWriteBytes(tail[8..], (ushort)1);
        BitConverter.TryWriteBytes(tail[10..], (ushort)1);
        var exception = await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(ArchiveFormat.Zip, zip, Limits with { MaxEntries = 10 }));
        Assert.Contains("more than 10 entries", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LinksAndDevices_AreSkipped()
    {
        var entries = await ReadAsync(ArchiveFormat.Tar, PackedFiles.Tar(
            new PaxTarEntry(TarEntryType.SymbolicLink, "link.png") { LinkName = "/etc/passwd" }, new PaxTarEntry(TarEntryType.HardLink, "hard.png") { LinkName = "../x" },
            new PaxTarEntry(TarEntryType.Fifo, "pipe.png"), new PaxTarEntry(TarEntryType.CharacterDevice, "device.png"), new PaxTarEntry(TarEntryType.Directory, "folder/")));
        Assert.Equal(["link", "link", "special_file", "special_file"], entries.Select(entry => entry.Reason));
    }

    [Fact]
    public async Task HeaderOfNames_ThatClaimsToBeHuge_IsRefused()
    {
        var tar = PackedFiles.Tar(new PaxTarEntry(TarEntryType.RegularFile, new string('x', 150) + ".png") { DataStream = new MemoryStream(PackedFiles.Picture(1)) });
        Encoding.ASCII.GetBytes("00200000000\0").CopyTo(tar, 124); // of the extended header: 32 MiB
        Encoding.ASCII.GetBytes($"{Convert.ToString(Checksum(tar), 8).PadLeft(6, '0')}\0 ").CopyTo(tar, 148);
        var exception = await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(ArchiveFormat.Tar, tar));
        Assert.Contains("header of", exception.Message, StringComparison.Ordinal);
    }

    private static int Checksum(byte[] header) => Enumerable.Range(0, 512).Sum(at => at is >= 148 and < 156 ? ' ' : header[at]);

    private static byte[] Renamed(byte[] header, byte first)
    {
        header[46] = first;
        return header;
    }

    private static async Task<List<ArchiveEntry>> ReadAsync(ArchiveFormat format, byte[] archive, ArchiveLimits? limits = null)
    {
        var entries = new List<ArchiveEntry>();
        await foreach (var entry in ArchiveReader.ReadAsync(new MemoryStream(archive), format, limits ?? Limits, new(name => name), TestContext.Current.CancellationToken)) entries.Add(entry);
        return entries;
    }
}
