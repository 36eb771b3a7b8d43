using System.Buffers.Binary;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Containers.Tables;
using AlignZeg.Datasets.Tests.Archives;
using Parquet.Meta;

namespace AlignZeg.Datasets.Tests.Containers;

/// <summary>Tables that are small and would be much: what they say of themselves costs nobody more than a sentence.</summary>
public sealed class HostileTableTests
{
    private static readonly ArchiveLimits Limits = new(1 << 20);

    [Fact]
    public async Task FoldersWithinFolders_InASchema_AreRefused() // the library goes into them by recursion, and a stack that overflows ends the process
    {
        byte[] footer = [0x15, 2, 0x19, 0xFC, .. Number(60_000), .. Repeated([0x48, 1, (byte)'a', 0x15, 2, 0], 60_000), 0x16, 0, 0x19, 0x0C, 0];
        await RefusedAsync(footer, "columns with columns in them");
    }

    [Fact]
    public async Task FooterOfMillionsOfNothings_IsRefused()
    {
        const int Many = 4 << 20;
        long before = GC.GetAllocatedBytesForCurrentThread();
        await RefusedAsync([.. OneColumn, 0x19, 0x1C, 0x19, 0xFC, .. Number(Many), .. new byte[Many], 0, 0], "has more than 524288 parts");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 << 20);
    }

    [Fact]
    public async Task ManyColumns_AreRefused() =>
        await RefusedAsync([0x15, 2, 0x19, 0xFC, .. Number(20_000), .. Repeated([0x48, 1, (byte)'a', 0], 20_000), 0x16, 0, 0x19, 0x0C, 0], "more than 10000 columns");

    public static TheoryData<string, byte[]> Kinds => new()
    {
        { "bytes where a number should be", [0x18, 3, 2, 0x19, 0x1C] },
        { "a number where a list should be", [0x15, 2, 0x15, 2] },
        { "a list of bytes where one of structures should be", [0x15, 2, 0x19, 0x18, 0] },
        { "a structure in a column where bytes should be", [0x15, 2, 0x19, 0x1C, 0x4C, 0, 0] },
        { "a list of truths, which some read as bytes and others as nothing", [0x15, 2, 0x99, 0x11, 1] },
        { "a field whose number begins again", [0x05, .. Number(2 * 40_000), 2] },
        { "an unknown structure with something in it, which the library reads into", [.. OneColumn, 0x19, 0x0C, 0xFC, 0x15, 2, 0, 0] },
        { "one in an unknown list", [.. OneColumn, 0x19, 0x0C, 0xF9, 0x1C, 0x15, 2, 0, 0] },
        { "structures in structures", [0x15, 2, 0x9C, .. Repeated([0x1C], 40)] },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task FieldsOfOtherKinds_ThanTheLibraryBelieves_AreRefused(string what, byte[] begin)
    {
        await RefusedAsync([.. begin, .. new byte[50]], "a header claims what is not there");
        Assert.NotEmpty(what);
    }

    [Fact]
    public async Task FooterWithSomethingBehindIt_IsRefused() => await RefusedAsync([.. OneColumn, 0x19, 0x0C, 0xFC, 0, 0, 1], "its footer is shorter than it says");

    [Theory]
    [InlineData(CompressionCodec.SNAPPY, new byte[] { 0x80, 0x80, 0x80, 0x80, 7 })]
    [InlineData(CompressionCodec.ZSTD, new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 0xA0, 0, 0, 0, 0x70, 1, 0, 0 })]
    public async Task PageThatUnpacksToMoreThanItSays_CountsAsWhatItsCodecSays(CompressionCodec codec, byte[] packed)
    {
        byte[] page = HandMadePages.Data(10, packed);
        using var table = new MemoryStream([.. "PAR1"u8, .. page]);
        var refusal = await Assert.ThrowsAsync<ArchiveException>(() => new TableCheck(table, Limits).PagesAsync(1, [HandMadePages.Column(page.Length, codec: codec)], TestContext.Current.CancellationToken));
        Assert.Contains("a row group that unpacks to more than 1073741824 bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BesideThePagesThatWereLookedAt_NothingIsRead()
    {
        using var fenced = new FencedStream(new MemoryStream([0, 1, 2, 3, 4, 5]));
        fenced.Limit(2, 4);
        fenced.Position = 2;
        var bytes = new byte[6];
        Assert.Equal(2, await fenced.ReadAsync(bytes, TestContext.Current.CancellationToken));
        Assert.Throws<InvalidDataException>(() => fenced.Read(bytes));
        Assert.Throws<InvalidDataException>(() => fenced.ReadByte());
        await Assert.ThrowsAsync<InvalidDataException>(() => fenced.ReadAsync(bytes, TestContext.Current.CancellationToken).AsTask());
        fenced.Position = 1;
        Assert.Throws<InvalidDataException>(() => fenced.Read(bytes));
    }

    [Fact]
    public async Task RowsThatShareAText_CountEachTime()
    {
        byte[] table = await PackedTables.OfOneAsync(PackedFiles.Picture(1), new string('x', 60_000), 400);
        Assert.InRange(table.Length, 1000, 1 << 20);
        var refusal = await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(table, Limits with { MaxRatio = 10 }));
        Assert.Contains("far more than images do", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(400, await ReadAsync(table, Limits with { MaxRatio = 1000 }));
    }

    [Fact]
    public async Task WhatOthersLeftInMemory_IsInNoRow()
    {
        byte[] table = await PackedTables.PlainAsync([PackedFiles.Picture(1), PackedFiles.Picture(2)], [[1], [2]], ["one", "two"]);
        table[table.AsSpan().IndexOf("\u0003\0\0\0one"u8)] = 10; // the text goes on over the next one
        var rented = System.Buffers.ArrayPool<ReadOnlyMemory<char>>.Shared.Rent(2);
        Array.Fill(rented, "of another tenant".AsMemory());
        System.Buffers.ArrayPool<ReadOnlyMemory<char>>.Shared.Return(rented);
        var rows = await RowsAsync(table);
        Assert.Equal(["one\u0003\0\0\0two", ""], rows.Select(row => row.Metadata!["caption"].GetString()));
    }

    [Fact]
    public async Task DictionaryThatIsShorterThanItSays_IsRefused()
    {
        byte[] table = await PackedTables.PlainAsync([.. Enumerable.Range(0, 20).Select(PackedFiles.Picture)], [.. Enumerable.Repeat<byte[]>([1], 20)], [.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? "one" : "two")], Parquet.EncodingHint.Dictionary);
        Assert.Equal(20, await ReadAsync(table));
        table[table.AsSpan().IndexOf("\u0003\0\0\0one"u8)] = 10;
        Assert.Contains("a page has fewer values than it says", (await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(table))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChunkThatSaysThatItIsOfAnotherColumn_IsTheOneThatIsLookedAt() // the library goes by what chunks say, and takes the last of several
    {
        byte[] table = await PackedTables.PlainAsync([PackedFiles.Picture(1)], [PackedFiles.Picture(2)], ["one"]);
        table[table.AsSpan().LastIndexOf("imagf"u8) + 4] = (byte)'e';
        Assert.Equal(PackedFiles.Picture(2), (await RowsAsync(table)).Single().Content);
    }

    [Fact]
    public async Task ColumnsOfOneName_AreRefused() // by which of them it is read, and by which it is looked at, may differ
    {
        byte[] table = await PackedTables.PlainAsync([PackedFiles.Picture(1)], [PackedFiles.Picture(2)], ["one"]);
        for (int at; (at = table.AsSpan().LastIndexOf("captiom"u8)) > 0;) table[at + 6] = (byte)'n';
        Assert.Contains("two columns called 'caption'", (await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(table))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DiskThatFails_IsNoDamageOfTheTable()
    {
        byte[] table = await PackedTables.OfAsync([(PackedFiles.Picture(1), null)], ["one"]);
        for (int reads = 0; reads < 12; reads++)
        {
            using var disk = new FailingDisk(table, reads);
            await Assert.ThrowsAsync<IOException>(async () => await TableReader.ReadAsync(disk, Limits, new(name => name), cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        }
    }

    private static byte[] OneColumn => [0x15, 2, 0x19, 0x1C, 0x48, 1, (byte)'a', 0x15, 0, 0, 0x16, 0];

    private static IEnumerable<byte> Repeated(byte[] bytes, int times) => Enumerable.Repeat(bytes, times).SelectMany(one => one);

    private static async Task RefusedAsync(byte[] footer, string words)
    {
        var refusal = await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(FileOf(footer)));
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    private static byte[] FileOf(byte[] footer)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        return [.. "PAR1"u8, .. footer, .. length, .. "PAR1"u8];
    }

    private static List<byte> Number(int value)
    {
        var bytes = new List<byte>();
        uint left = (uint)value;
        for (; left > 127; left >>= 7) bytes.Add((byte)(left | 128));
        bytes.Add((byte)left);
        return bytes;
    }

    private static async Task<int> ReadAsync(byte[] table, ArchiveLimits? limits = null) => (await RowsAsync(table, limits)).Count;

    private static async Task<List<ArchiveEntry>> RowsAsync(byte[] table, ArchiveLimits? limits = null)
    {
        var rows = new List<ArchiveEntry>();
        await foreach (var row in TableReader.ReadAsync(new MemoryStream(table), limits ?? Limits, new(name => name), cancellationToken: TestContext.Current.CancellationToken)) rows.Add(row);
        return rows;
    }

    private sealed class FailingDisk(byte[] file, int reads) : MemoryStream(file)
    {
        private int _left = reads;

        public override int Read(Span<byte> buffer) => _left-- > 0 ? base.Read(buffer) : throw new IOException("The disk is gone.");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _left-- > 0 ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("The disk is gone.");
    }
}
