using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.Blobs;
using Xunit;

namespace AlignZeg.Storage.Tests.Blobs;

/// <summary>What every store of blobs promises.</summary>
public abstract class BlobStoreContract
{
    private const long Large = 300_000_000;
    private const int LargestPiece = 8 * 1024 * 1024;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IBlobStore Store { get; }

    /// <summary>Another process's store on the same blobs.</summary>
    protected abstract IBlobStore OtherProcess();

    [Fact]
    public async Task Write_IsReadBack_ByAnotherStoreOnTheSameDirectory()
    {
        string? etag = await Store.WriteAsync("a/b.bin", new byte[] { 1, 2 }, cancellationToken: Token);
        var blob = await Store.ReadAsync("a/b.bin", Token);
        Assert.Equal([1, 2], blob!.Content);
        Assert.Equal(etag, blob.ETag);
        Assert.True(await Store.ExistsAsync("a/b.bin", Token));
    }

    [Fact]
    public async Task Read_OfNothing_IsNull() => Assert.Null(await Store.ReadAsync("no/such", Token));

    [Fact]
    public async Task WriteIfAbsent_KeepsTheFirst()
    {
        var blobs = Store;
        Assert.NotNull(await blobs.WriteAsync("a", "1"u8.ToArray(), BlobCondition.IfAbsent, Token));
        Assert.Null(await blobs.WriteAsync("a", "2"u8.ToArray(), BlobCondition.IfAbsent, Token));
        Assert.Equal("1"u8.ToArray(), (await blobs.ReadAsync("a", Token))!.Content);
    }

    [Fact]
    public async Task WriteIfMatch_RefusesAStaleVersion()
    {
        var blobs = Store;
        string first = (await blobs.WriteAsync("a", "1"u8.ToArray(), cancellationToken: Token))!;
        Assert.NotNull(await blobs.WriteAsync("a", "2"u8.ToArray(), BlobCondition.IfMatch(first), Token));
        Assert.Null(await blobs.WriteAsync("a", "3"u8.ToArray(), BlobCondition.IfMatch(first), Token));
        Assert.Equal("2"u8.ToArray(), (await blobs.ReadAsync("a", Token))!.Content);
    }

    [Fact]
    public async Task WriteIfMatch_LetsOneOfManyWin()
    {
        string etag = (await Store.WriteAsync("a", "0"u8.ToArray(), cancellationToken: Token))!;
        var writes = Enumerable.Range(1, 20).Select(i => OtherProcess().WriteAsync("a", BitConverter.GetBytes(i), BlobCondition.IfMatch(etag), Token));
        Assert.Single(await Task.WhenAll(writes), written => written is not null);
    }

    [Fact]
    public async Task List_GivesNamesWithThePrefix_AndNothingOfItsOwn()
    {
        foreach (string name in new[] { "t/b/2", "t/b/1", "t/c", "u" }) await Store.WriteAsync(name, default, cancellationToken: Token);
        Assert.Equal(["t/b/1", "t/b/2"], await ListAsync("t/b/"));
        Assert.Equal(["t/b/1", "t/b/2", "t/c"], await ListAsync("t/"));
        Assert.Equal(["t/b/1", "t/b/2", "t/c", "u"], await ListAsync(""));
        Assert.Empty(await ListAsync("none/"));
    }

    [Fact]
    public async Task Delete_RemovesOnce_AndOnlyTheVersionThatItNames()
    {
        var blobs = Store;
        string etag = (await blobs.WriteAsync("a", "1"u8.ToArray(), cancellationToken: Token))!;
        Assert.False(await blobs.DeleteAsync("a", BlobCondition.IfMatch("another"), Token));
        Assert.True(await blobs.DeleteAsync("a", BlobCondition.IfMatch(etag), Token));
        Assert.False(await blobs.DeleteAsync("a", cancellationToken: Token));
    }

    [Fact]
    public async Task Content_IsNamedByItsHash_AndCheckedWhenRead()
    {
        var reference = await Store.WriteContentAsync("classifiers", "abc"u8.ToArray(), ".bin", Token);
        Assert.Equal("classifiers/ba/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.bin", reference.Name);
        Assert.Equal("abc"u8.ToArray(), await Store.ReadContentAsync(reference, Token));
        await Store.WriteAsync(reference.Name, "abd"u8.ToArray(), cancellationToken: Token);
        var damaged = await Assert.ThrowsAsync<StorageException>(() => Store.ReadContentAsync(reference, Token));
        Assert.Equal(StorageFault.Damaged, damaged.Fault);
    }

    [Fact]
    public async Task LargeStream_IsReadBack_APieceAtATime()
    {
        var (source, target) = (new GeneratedStream(Large), new GeneratedStream(Large));
        Assert.True(await Store.WriteIfAbsentAsync("large/file", source, Token));
        Assert.True(await OtherProcess().CopyToAsync("large/file", target, Token));
        Assert.True(target.IsWhole);
        Assert.InRange(source.LargestPiece, 1, LargestPiece);
        Assert.InRange(target.LargestPiece, 1, LargestPiece);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task SmallStream_IsAnOrdinaryBlob(int length)
    {
        Assert.True(await Store.WriteIfAbsentAsync("small", new MemoryStream(new byte[length]), Token));
        Assert.Equal(new byte[length], (await Store.ReadAsync("small", Token))!.Content);
    }

    [Fact]
    public async Task StreamIfAbsent_KeepsTheFirst_AlsoOfMany()
    {
        Assert.Single(await Task.WhenAll(Enumerable.Range(1, 8).Select(i => OtherProcess().WriteIfAbsentAsync("a", new MemoryStream([(byte)i, (byte)i]), Token))), written => written);
        var first = (await Store.ReadAsync("a", Token))!.Content;
        Assert.Equal((2, first[0]), (first.Length, first[1]));
        Assert.False(await Store.WriteIfAbsentAsync("a", new MemoryStream("late"u8.ToArray()), Token));
        Assert.Equal(first, (await Store.ReadAsync("a", Token))!.Content);
    }

    [Fact]
    public async Task TornStream_LeavesNothing_AndMayBeSentAgain()
    {
        await Assert.ThrowsAsync<EndOfStreamException>(() => Store.WriteIfAbsentAsync("torn/file", new GeneratedStream(Large, breaksAt: 2 * LargestPiece + 1), Token));
        Assert.False(await OtherProcess().ExistsAsync("torn/file", Token));
        Assert.Null(await OtherProcess().ReadAsync("torn/file", Token));
        Assert.Empty(await ListAsync("torn/"));
        Assert.True(await Store.WriteIfAbsentAsync("torn/file", new GeneratedStream(LargestPiece + 1), Token));
        var target = new GeneratedStream(LargestPiece + 1);
        await Store.CopyToAsync("torn/file", target, Token);
        Assert.True(target.IsWhole);
    }

    [Fact]
    public async Task CopyOfNothing_IsFalse()
    {
        var target = new MemoryStream();
        Assert.False(await Store.CopyToAsync("no/such", target, Token));
        Assert.Equal(0, target.Length);
    }

    private async Task<List<string>> ListAsync(string prefix)
    {
        var names = new List<string>();
        await foreach (string name in Store.ListAsync(prefix, Token)) names.Add(name);
        return names;
    }
}
