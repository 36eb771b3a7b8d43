using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Containers.Tables;
using Parquet.Meta;
using Parquet.Schema;
using static AlignZeg.Datasets.Tests.Containers.HandMadePages;
using PageEncoding = Parquet.Meta.Encoding;

namespace AlignZeg.Datasets.Tests.Containers;

/// <summary>Pages that the library would read otherwise than whoever looked at them, or believe.</summary>
public sealed class HostilePageTests
{
    private static readonly ArchiveLimits Limits = new(1 << 20);

    public static TheoryData<PageEncoding, string> Encodings => new()
    {
        { PageEncoding.RLE, "bytes" }, // written over the values, whatever is in them
        { PageEncoding.RLE, "short" },
        { PageEncoding.RLE, "text" },
        { PageEncoding.BYTE_STREAM_SPLIT, "bytes" },
        { PageEncoding.BYTE_STREAM_SPLIT, "short" },
        { PageEncoding.DELTA_BYTE_ARRAY, "text" },
        { PageEncoding.BIT_PACKED, "bool" },
        { (PageEncoding)77, "bytes" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task EncodingThatTheTypeDoesNotHave_IsRefused(PageEncoding encoding, string type)
    {
        await RefusedAsync(Data(1, [0], encoding: encoding), $"is in an encoding that is not read ({encoding})", FieldOf(type));
        await RefusedAsync(Data2(1, [0], Data2Header(encoding: encoding)), $"is in an encoding that is not read ({encoding})", FieldOf(type));
    }

    [Fact]
    public async Task EncodingsThatTheTypeHas_AreTaken()
    {
        foreach (var (encoding, type) in new[] { (PageEncoding.PLAIN, "bytes"), (PageEncoding.RLE_DICTIONARY, "text"), (PageEncoding.RLE, "bool"), (PageEncoding.BYTE_STREAM_SPLIT, "double") })
            await CheckAsync(Data(1, [0], encoding: encoding), FieldOf(type));
    }

    [Theory]
    [InlineData(CompressionCodec.LZ4)]
    [InlineData(CompressionCodec.LZ4_RAW)]
    [InlineData(CompressionCodec.BROTLI)]
    [InlineData(CompressionCodec.LZO)]
    [InlineData((CompressionCodec)99)]
    public async Task CodecsThatLeaveARest_AreRefused(CompressionCodec codec) =>
        await RefusedAsync(Data(1, [0]), $"the column 'image' is packed as {codec}, which is not read; write it again with snappy, zstd or gzip", codec: codec);

    [Fact]
    public async Task PlainPageThatSaysThatItUnpacks_IsRefused()
    {
        await RefusedAsync(Data(100, [0]), "a page that is not packed says that it unpacks");
        await RefusedAsync(Data2(100, [0], Data2Header(isPacked: false)), "a page that is not packed says that it unpacks", codec: CompressionCodec.SNAPPY);
        await CheckAsync(Data2(1, [0xFF], Data2Header(isPacked: false)), codec: CompressionCodec.SNAPPY); // no codec is asked
    }

    public static TheoryData<string, byte[]> Headers => new()
    {
        { "values as a dictionary", [.. Head(0, 1, 1), 0x4C, .. DictionaryHeader(1), 0, 0] },
        { "values of version 1 as of version 2", [.. Head(3, 1, 1), 0x2C, .. DataHeader(1), 0, 0] },
        { "both versions", [.. Head(0, 1, 1), 0x2C, .. DataHeader(1), 0x3C, .. Data2Header(), 0, 0] },
        { "a header twice", [.. Head(0, 1, 1), 0x2C, .. DataHeader(1), 0x0C, 10, .. DataHeader(1), 0, 0] },
        { "none", [.. Head(0, 1, 1), 0, 0] },
        { "an index", [.. Head(1, 1, 1), 0x3C, 0, 0, 0] },
        { "of no kind", [.. Head(9, 1, 1), 0x2C, .. DataHeader(1), 0, 0] },
        { "more bytes than a number of the library has", [.. Head(0, 1, (1L << 32) + 1), 0x2C, .. DataHeader(1), 0, 0] },
        { "more values than that", [.. Head(0, 1, 1), 0x2C, .. DataHeader((1L << 32) + 1), 0, 0] },
        { "less than nothing", [.. Head(0, -1, 1), 0x2C, .. DataHeader(1), 0, 0] },
        { "values less than nothing", [.. Head(0, 1, 1), 0x2C, .. DataHeader(-1), 0, 0] },
        { "missing less than nothing, which makes values many", Data2(1, [0], Data2Header(missing: -int.MaxValue)) },
        { "more missing than there are", Data2(1, [0], Data2Header(missing: 2)) },
        { "levels behind its end", Data2(1, [0], Data2Header(levels: 2)) },
        { "rows of several values", Data2(1, [0], Data2Header(repetitions: 1)) },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task HeaderThatIsNotThatOfItsKind_IsRefused(string what, byte[] page)
    {
        await RefusedAsync(page, "a header claims what is not there");
        Assert.NotEmpty(what);
    }

    public static TheoryData<string, string, byte[]> Dictionaries => new()
    {
        { "an entry more than bytes", "text", Dictionary(2, [1, 0, 0, 0, (byte)'a']) },
        { "an entry as long as two", "text", Dictionary(2, [5, 0, 0, 0, 1, 0, 0, 0, (byte)'a']) },
        { "an entry behind the end", "bytes", Dictionary(1, [2, 0, 0, 0, (byte)'a']) },
        { "an entry of less than nothing", "bytes", Dictionary(1, [255, 255, 255, 255]) },
        { "nothing", "text", Dictionary(1, []) },
        { "fewer numbers", "long", Dictionary(2, new byte[15]) },
    };

    [Theory]
    [MemberData(nameof(Dictionaries))]
    public async Task DictionaryOfFewerEntriesThanItSays_IsRefused(string what, string type, byte[] page)
    {
        await RefusedAsync(page, "a page has fewer values than it says", FieldOf(type));
        Assert.NotEmpty(what);
    }

    [Fact]
    public async Task DictionaryThatUnpacksToLess_IsRefused()
    {
        byte[] packed = Archives.PackedFiles.Gzip([1, 0, 0, 0, (byte)'a']);
        await CheckAsync(Dictionary(1, packed, unpacked: 5), codec: CompressionCodec.GZIP);
        await RefusedAsync(Dictionary(1, packed, unpacked: 6), "a page unpacks to less than it says", codec: CompressionCodec.GZIP);
    }

    [Fact]
    public async Task DictionaryOfNothings_CountsAsWhatItTakesInMemory()
    {
        var refusal = await Assert.ThrowsAsync<ArchiveException>(() => CheckAsync(Dictionary(40 << 20, [])));
        Assert.Contains("a row group that unpacks to more than 1073741824 bytes", refusal.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> Differences => new()
    {
        { "a block of 2 Gi", [255, 255, 255, 255, 7, 1, 1, 0] },
        { "no parts", [128, 1, 0, 1, 0] },
        { "parts that do not fill it", [128, 1, 3, 1, 0] },
        { "no block", [0, 1, 1, 0] },
        { "more than the page", [128, 1, 4, 2, 0] },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public async Task DifferencesThatClaimTooMuch_AreRefused(string what, byte[] bytes)
    {
        foreach (var encoding in new[] { PageEncoding.DELTA_BINARY_PACKED, PageEncoding.DELTA_LENGTH_BYTE_ARRAY })
            await RefusedAsync(Data(bytes.Length, bytes, encoding: encoding), "a page of differences claims what is not there", FieldOf("long"));
        await CheckAsync(Data(5, [128, 1, 4, 1, 0], encoding: PageEncoding.DELTA_BINARY_PACKED), FieldOf("long"));
        Assert.NotEmpty(what);
    }

    [Fact]
    public async Task ColumnsAtOnePlace_AreRefused()
    {
        byte[] page = Data(1, [0]);
        var check = new TableCheck(new MemoryStream([.. "PAR1"u8, .. page]), Limits);
        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => check.PagesAsync(1, [Column(page.Length), Column(page.Length)], TestContext.Current.CancellationToken));
        Assert.Equal("two columns are said to be at one place", failure.Message);
    }

    [Fact]
    public async Task PagesOfNothing_CountAsTheirHeaders() // looking at them is work
    {
        byte[] pages = [.. Enumerable.Repeat(Data(0, [], values: 0), 100).SelectMany(page => page)];
        var refusal = await Assert.ThrowsAsync<ArchiveException>(() =>
            new TableCheck(new MemoryStream([.. "PAR1"u8, .. pages]), Limits with { MaxUnpackedBytes = pages.Length - 1 }).PagesAsync(0, [Column(pages.Length, 0)], TestContext.Current.CancellationToken));
        Assert.Contains("unpacks to more than", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ColumnOfFewerOrMoreValuesThanRows_IsRefused()
    {
        byte[] page = Data(1, [0]);
        foreach (long values in new[] { 0, 2, (1L << 32) + 1 })
            Assert.Contains("does not have a value for each row", (await Assert.ThrowsAsync<InvalidDataException>(() => new TableCheck(new MemoryStream([.. "PAR1"u8, .. page]), Limits)
                .PagesAsync(1, [Column(page.Length, values)], TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    private static DataField FieldOf(string type) => Attached(type switch
    {
        "text" => new DataField<string>("image", false),
        "short" => new DataField<short>("image"),
        "long" => new DataField<long>("image"),
        "bool" => new DataField<bool>("image"),
        "double" => new DataField<double>("image"),
        _ => new DataField<byte[]>("image", false),
    });

    private static async Task RefusedAsync(byte[] page, string words, DataField? field = null, CompressionCodec codec = CompressionCodec.UNCOMPRESSED) =>
        Assert.Contains(words, (await Assert.ThrowsAsync<InvalidDataException>(() => CheckAsync(page, field, codec))).Message, StringComparison.Ordinal);

    private static Task<IReadOnlyList<(long Start, long End)>> CheckAsync(byte[] page, DataField? field = null, CompressionCodec codec = CompressionCodec.UNCOMPRESSED) =>
        new TableCheck(new MemoryStream([.. "PAR1"u8, .. page]), Limits).PagesAsync(1, [Column(page.Length, codec: codec, field: field ?? FieldOf("bytes"))], TestContext.Current.CancellationToken);
}
