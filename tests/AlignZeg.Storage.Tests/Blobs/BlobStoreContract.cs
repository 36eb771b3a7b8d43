using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.Blobs;
using Xunit;

namespace AlignZeg.Storage.Tests.Blobs;

/// <summary>What every store of blobs promises.</summary>
public abstract class BlobStoreContract
{
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

    private async Task<List<string>> ListAsync(string prefix)
    {
        var names = new List<string>();
        await foreach (string name in Store.ListAsync(prefix, Token)) names.Add(name);
        return names;
    }
}
