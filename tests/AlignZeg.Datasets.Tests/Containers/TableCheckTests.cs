using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Containers.Tables;
using Parquet.Meta;

namespace AlignZeg.Datasets.Tests.Containers;

/// <summary>What a table claims is looked at before anything makes room for it.</summary>
public sealed class TableCheckTests
{
    private static readonly ArchiveLimits Limits = new(1 << 20);

    [Theory]
    [InlineData(-1)]
    [InlineData((4 << 20) + 1)]
    public async Task RowGroupOfTooManyRows_IsRefused(long rows)
    {
        var refusal = await Assert.ThrowsAsync<ArchiveException>(() => CheckAsync([], rows));
        Assert.Contains($"a row group of {rows} rows, the limit is 4194304", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ValuesThatArePackedToNothing_CountAsWhatTheyTakeInMemory()
    {
        async Task CheckAsync(int columns) =>
            await new TableCheck(new MemoryStream("PAR1PAR1"u8.ToArray()), Limits).PagesAsync(4 << 20, [.. Enumerable.Repeat(HandMadePages.Column(0, 4 << 20), columns)], TestContext.Current.CancellationToken);
        await CheckAsync(8);
        Assert.Contains("a row group that unpacks to more than 1073741824 bytes", (await Assert.ThrowsAsync<ArchiveException>(() => CheckAsync(9))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RowGroupThatUnpacksToMoreThanMayBeInMemory_IsRefused()
    {
        var refusal = await Assert.ThrowsAsync<ArchiveException>(() => CheckAsync([.. PageOf(700_000_000), .. PageOf(700_000_000)], rows: 2));
        Assert.Contains("a row group that unpacks to more than 1073741824 bytes", refusal.Message, StringComparison.Ordinal);
        await CheckAsync(PageOf(1_000_000), rows: 1);
    }

    [Fact]
    public async Task TableThatUnpacksToManyTimesItself_IsRefused()
    {
        var refusal = await Assert.ThrowsAsync<ArchiveException>(() => CheckAsync(PageOf(700_000_000), rows: 1));
        Assert.Contains("far more than images do", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ColumnOfMoreValuesThanRows_IsRefused() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => CheckAsync(PageOf(1_000, values: (8 << 20) + 1), rows: 1));

    private static async Task CheckAsync(byte[] pages, long rows)
    {
        using var table = new MemoryStream([.. "PAR1"u8, .. pages]);
        await new TableCheck(table, Limits).PagesAsync(rows, pages.Length == 0 ? [] : [HandMadePages.Column(pages.Length, rows, CompressionCodec.GZIP)], TestContext.Current.CancellationToken);
    }

    // Claims so many bytes and has none; gzip has no word of its own for how many it is.
    private static byte[] PageOf(int unpacked, int values = 1) => HandMadePages.Data(unpacked, [], values);
}
