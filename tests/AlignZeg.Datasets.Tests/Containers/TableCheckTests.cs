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
        var group = new RowGroup { NumRows = 4 << 20, Columns = [.. Enumerable.Range(0, 9).Select(_ => new ColumnChunk { MetaData = new() { DataPageOffset = 4 } })] };
        async Task CheckAsync(int columns) => await new TableCheck(new MemoryStream("PAR1PAR1"u8.ToArray()), Limits).PagesAsync(group, [.. Enumerable.Range(0, columns).Select(column => (column, false))], TestContext.Current.CancellationToken);
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
        var column = new ColumnChunk { MetaData = new() { DataPageOffset = 4, TotalCompressedSize = pages.Length } };
        await new TableCheck(table, Limits).PagesAsync(new() { NumRows = rows, Columns = [column] }, pages.Length == 0 ? [] : [(0, false)], TestContext.Current.CancellationToken);
    }

    // The header of a page that claims so many bytes and has none: Thrift's compact protocol, a field being its distance and type in a byte, then a zigzag number.
    private static byte[] PageOf(int unpacked, int values = 1) =>
        [0x15, 0, 0x15, .. Number(unpacked), 0x15, .. Number(0), 0x2C, 0x15, .. Number(values), 0x15, 0, 0x15, 0, 0x15, 0, 0, 0];

    private static List<byte> Number(int value)
    {
        var bytes = new List<byte>();
        ulong left = (ulong)value << 1;
        for (; left > 127; left >>= 7) bytes.Add((byte)(left | 128));
        bytes.Add((byte)left);
        return bytes;
    }
}
