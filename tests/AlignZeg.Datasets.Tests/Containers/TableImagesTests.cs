using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Containers.Tables;
using AlignZeg.Datasets.Tests.Archives;

namespace AlignZeg.Datasets.Tests.Containers;

public sealed class TableImagesTests : IDisposable
{
    private static readonly ArchiveLimits Limits = new(1 << 20);
    private readonly ContainerInputs _inputs = new();

    public static TheoryData<string> Foreign => ["duckdb-snappy.parquet", "duckdb-gzip.parquet", "duckdb-zstd-v2.parquet"];

    public void Dispose() => _inputs.Dispose();

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task TableOfAnotherWriter_GivesItsImages_AndItsScalars(string name)
    {
        File.Copy(Fixtures.PathOf("parquet", name), _inputs["train-00000-of-00001.parquet"]);
        var found = await _inputs.FindAsync(_inputs["train-00000-of-00001.parquet"]);
        bool delta = name == "duckdb-zstd-v2.parquet"; // the library does not read decimals and bytes that are packed as differences
        const string Same = "at=\"2024-01-01T00:00:00\" big=";
        Assert.Equal(
            [
                $"00000004 {Same}4000000000000 caption=\"cap \\u00E9 0\" day=\"2024-01-02T00:00:00Z\" flag=true label=4 {(delta ? "" : "money=4.00 ")}score=6{(delta ? "" : " tiny=4")}",
                $"5.png {Same}5000000000000 caption=\"cap \\u00E9 1\" day=\"2024-01-02T00:00:00Z\" flag=false label=5 {(delta ? "" : "money=5.00 ")}score=7.5{(delta ? "" : " tiny=5")}",
                $"6.png {Same}6000000000000 day=\"2024-01-02T00:00:00Z\" flag=true label=6 {(delta ? "" : "money=6.00 ")}score=9{(delta ? "" : " tiny=6")}",
                $"p/0.png {Same}0 day=\"2024-01-02T00:00:00Z\" flag=true label=0 {(delta ? "" : "money=0.00 ")}score=0{(delta ? "" : " tiny=0")}",
                $"p/1.png {Same}1000000000000 caption=\"cap \\u00E9 1\" day=\"2024-01-02T00:00:00Z\" flag=false label=1 {(delta ? "" : "money=1.00 ")}score=1.5{(delta ? "" : " tiny=1")}",
                $"p/2.png {Same}2000000000000 caption=\"cap \\u00E9 0\" day=\"2024-01-02T00:00:00Z\" flag=true label=2 {(delta ? "" : "money=2.00 ")}score=3{(delta ? "" : " tiny=2")}",
            ],
            ContainerInputs.Described(found).Select(line => line.Replace("é", "\\u00E9", StringComparison.Ordinal)));
        Assert.Equal([73L, 74, 75, 69, 70, 71], found.Entries.Select(entry => entry.Bytes));
        Assert.Equal(["1 not_found (p/3.png)", .. delta ? ["2 unknown_packing (column money, column tiny)"] : Array.Empty<string>()], found.Skipped.Select(one => one.ToString()));
        Assert.Equal("p/2.png", found.OriginOf(5).Entry);
    }

    [Fact]
    public async Task PlainBytes_AndPaths_AreTakenToo()
    {
        Directory.CreateDirectory(_inputs["photos"]);
        await File.WriteAllBytesAsync(_inputs["photos/a.png"], PackedFiles.Picture(5), TestContext.Current.CancellationToken);
        var bytes = _inputs.Add("bytes.parquet", await PackedTables.OfBytesAsync("image", PackedFiles.Picture(1), PackedFiles.Picture(2)));
        var paths = _inputs.Add("paths.parquet", await PackedTables.OfTextAsync("image", "photos/a.png", "photos/gone.png"));
        var found = await _inputs.FindAsync(bytes, paths);
        Assert.Equal(["00000000", "00000001", "photos/a.png"], found.Entries.Select(entry => entry.Name));
        Assert.Equal([PackedFiles.Picture(1), PackedFiles.Picture(2), PackedFiles.Picture(5)], found.Entries.Select(entry => File.ReadAllBytes(entry.Path)));
        Assert.Equal(_inputs["photos/a.png"], found.Entries[^1].Path); // read where it is
        Assert.Equal(["1 not_found (photos/gone.png)"], found.Skipped.Select(one => one.ToString()));
    }

    [Fact]
    public async Task NamesInATable_LeadNowhere_AndAreUnique()
    {
        string?[] names = ["/etc/passwd", "../../x.png", "same.png", "same.png", ".hidden", null, "", "http://host/a/b.png?x=1"];
        var found = await ReadAsync(await PackedTables.OfAsync([.. names.Select((name, i) => ((byte[]?)PackedFiles.Picture(i), name))]));
        Assert.Equal(["passwd", "x.png", "same.png", "same~00000003.png", "00000004", "00000005", "00000006", "b.png_x=1"], found.Select(row => row.Name));
    }

    [Fact]
    public async Task RowsWithoutAnImage_TakeNoName()
    {
        var rows = await ReadAsync(await PackedTables.OfAsync((null, "a.png"), ("text"u8.ToArray(), "a.png"), (PackedFiles.Picture(1), "a.png"), (null, ""), (null, "/x/b.png")));
        Assert.Equal(["a.png", "a.png", "a.png", "00000003", "b.png"], rows.Select(row => row.Name));
    }

    [Fact]
    public async Task WhatRowsAreCalled_Counts() // it is kept in memory
    {
        byte[] table = await PackedTables.OfAsync([.. Enumerable.Range(0, 400).Select(i => ((byte[]?)PackedFiles.Picture(1), (string?)null))]);
        async Task ReadAsync(string folder)
        {
            await foreach (var row in TableReader.ReadAsync(new MemoryStream(table), Limits with { MaxUnpackedBytes = (400 * PackedFiles.Picture(1).Length) + 100_000 }, new(name => name), folder, TestContext.Current.CancellationToken)) Assert.Null(row.Reason);
        }

        await ReadAsync("a/");
        Assert.Contains("far more than images do", (await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(string.Concat(Enumerable.Repeat(new string('a', 99) + '/', 4))))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TableWithoutImages_SaysWhichColumnsItHas()
    {
        var failure = await Assert.ThrowsAsync<ArchiveException>(async () => await ReadAsync(await PackedTables.OfTextAsync("caption", "a")));
        Assert.Contains("caption", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsNoImage_IsSkipped()
    {
        var rows = await ReadAsync(await PackedTables.OfAsync(("text"u8.ToArray(), "a.png"), ([], "b.png"), (PackedFiles.Bomb((1 << 20) + 1), "c.png")));
        Assert.Equal([SkipReasons.NotAnImage, SkipReasons.Empty, SkipReasons.TooManyBytes], rows.Select(row => row.Reason));
    }

    [Fact]
    public async Task Bombs_AreRefused_BeforeTheyUnpack()
    {
        var table = await PackedTables.OfAsync([.. Enumerable.Range(0, 24).Select(i => ((byte[]?)PackedFiles.Bomb(1 << 20), (string?)$"{i}.png"))]);
        Assert.True(table.Length < 4 << 20, $"{table.Length} bytes do not pack 24 MiB");
        var failure = await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(table, Limits with { MaxUnpackedBytes = 20 << 20 }));
        Assert.Contains("unpacks to more than", failure.Message, StringComparison.Ordinal);
        Assert.Equal(24, (await ReadAsync(table, Limits with { MaxRatio = 100_000 })).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PAR1")]
    [InlineData("PAR1PAR1PAR1")]
    [InlineData("PAR1\u0015\u0001\u0000\u0000\u0003\u0000\u0000\u0000PAR1")]
    public async Task WhatIsNoTable_IsRefused(string text) =>
        await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(System.Text.Encoding.Latin1.GetBytes(text)));

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task CutShortAnywhere_IsRefused(string name)
    {
        var whole = Fixtures.Bytes("parquet", name);
        for (int length = 0; length < whole.Length; length += 29) await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(whole[..length]));
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task FlippedBits_NeverDoMoreThanRefuse(string name)
    {
        var (whole, random, refused) = (Fixtures.Bytes("parquet", name), new Random(17), 0);
        for (int turn = 0; turn < 150; turn++)
        {
            var bytes = (byte[])whole.Clone();
            for (int flips = random.Next(1, 4); flips > 0; flips--) bytes[random.Next(4, bytes.Length - 4)] = (byte)random.Next(256);
            try
            {
                await ReadAsync(bytes);
            }
            catch (ArchiveException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 20, 150);
    }

    private static async Task<List<TableRow>> ReadAsync(byte[] table, ArchiveLimits? limits = null)
    {
        var rows = new List<TableRow>();
        await foreach (var row in new TableImages(new MemoryStream(table), "/", limits ?? Limits, new(name => name)).ReadAsync(TestContext.Current.CancellationToken)) rows.Add(row);
        return rows;
    }
}
