using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.Files;
using Microsoft.Extensions.Options;
using Xunit;

namespace AlignZeg.Storage.Tests.Files;

public sealed class FileBlobStoreTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Write_IsReadBack_ByAnotherStoreOnTheSameDirectory()
    {
        string? etag = await _directory.Blobs.WriteAsync("a/b.bin", new byte[] { 1, 2 }, cancellationToken: Token);
        var blob = await _directory.Blobs.ReadAsync("a/b.bin", Token);
        Assert.Equal([1, 2], blob!.Content);
        Assert.Equal(etag, blob.ETag);
        Assert.True(await _directory.Blobs.ExistsAsync("a/b.bin", Token));
    }

    [Fact]
    public async Task Read_OfNothing_IsNull() => Assert.Null(await _directory.Blobs.ReadAsync("no/such", Token));

    [Fact]
    public async Task WriteIfAbsent_KeepsTheFirst()
    {
        var blobs = _directory.Blobs;
        Assert.NotNull(await blobs.WriteAsync("a", "1"u8.ToArray(), BlobCondition.IfAbsent, Token));
        Assert.Null(await blobs.WriteAsync("a", "2"u8.ToArray(), BlobCondition.IfAbsent, Token));
        Assert.Equal("1"u8.ToArray(), (await blobs.ReadAsync("a", Token))!.Content);
    }

    [Fact]
    public async Task WriteIfMatch_RefusesAStaleVersion()
    {
        var blobs = _directory.Blobs;
        string first = (await blobs.WriteAsync("a", "1"u8.ToArray(), cancellationToken: Token))!;
        Assert.NotNull(await blobs.WriteAsync("a", "2"u8.ToArray(), BlobCondition.IfMatch(first), Token));
        Assert.Null(await blobs.WriteAsync("a", "3"u8.ToArray(), BlobCondition.IfMatch(first), Token));
        Assert.Equal("2"u8.ToArray(), (await blobs.ReadAsync("a", Token))!.Content);
    }

    [Fact]
    public async Task WriteIfMatch_LetsOneOfManyWin()
    {
        string etag = (await _directory.Blobs.WriteAsync("a", "0"u8.ToArray(), cancellationToken: Token))!;
        var writes = Enumerable.Range(1, 20).Select(i => OtherProcess().WriteAsync("a", BitConverter.GetBytes(i), BlobCondition.IfMatch(etag), Token));
        Assert.Single(await Task.WhenAll(writes), written => written is not null);
    }

    [Fact]
    public async Task List_GivesNamesWithThePrefix_AndNothingOfItsOwn()
    {
        foreach (string name in new[] { "t/b/2", "t/b/1", "t/c", "u" }) await _directory.Blobs.WriteAsync(name, default, cancellationToken: Token);
        Assert.Equal(["t/b/1", "t/b/2"], await ListAsync("t/b/"));
        Assert.Equal(["t/b/1", "t/b/2", "t/c"], await ListAsync("t/"));
        Assert.Equal(["t/b/1", "t/b/2", "t/c", "u"], await ListAsync(""));
        Assert.Empty(await ListAsync("none/"));
    }

    [Fact]
    public async Task Delete_RemovesOnce_AndOnlyTheVersionThatItNames()
    {
        var blobs = _directory.Blobs;
        string etag = (await blobs.WriteAsync("a", "1"u8.ToArray(), cancellationToken: Token))!;
        Assert.False(await blobs.DeleteAsync("a", BlobCondition.IfMatch("another"), Token));
        Assert.True(await blobs.DeleteAsync("a", BlobCondition.IfMatch(etag), Token));
        Assert.False(await blobs.DeleteAsync("a", cancellationToken: Token));
    }

    [Fact]
    public async Task Content_IsNamedByItsHash_AndCheckedWhenRead()
    {
        var reference = await _directory.Blobs.WriteContentAsync("classifiers", "abc"u8.ToArray(), ".bin", Token);
        Assert.Equal("classifiers/ba/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.bin", reference.Name);
        Assert.Equal("abc"u8.ToArray(), await _directory.Blobs.ReadContentAsync(reference, Token));
        await _directory.Blobs.WriteAsync(reference.Name, "abd"u8.ToArray(), cancellationToken: Token);
        var damaged = await Assert.ThrowsAsync<StorageException>(() => _directory.Blobs.ReadContentAsync(reference, Token));
        Assert.Equal(StorageFault.Damaged, damaged.Fault);
    }

    [Fact]
    public void Directory_ThatCannotBeMade_IsOneSentence()
    {
        string file = Path.Combine(_directory.Path, "file");
        File.WriteAllText(file, "");
        var options = Options.Create(new FileStorageOptions { Directory = Path.Combine(file, "below") });
        var exception = Assert.Throws<StorageException>(() => new FileDirectory(options, TimeProvider.System));
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(28, StorageFault.Full, "No space is left")]
    [InlineData(122, StorageFault.Full, "No space is left")]
    [InlineData(30, StorageFault.NoPermission, "No permission")]
    [InlineData(5, StorageFault.Other, "failed")]
    public void Faults_SayWhatAndWhere(int error, StorageFault fault, string says)
    {
        var exception = FileFaults.Translate(new IOException("x", error), "/data");
        Assert.Equal(fault, exception.Fault);
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        Assert.Contains("/data", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FullDisk_IsWhatTheSystemCallsIt()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        var exception = Assert.Throws<IOException>(() =>
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            full.Write("x"u8);
        });
        Assert.Equal(StorageFault.Full, FileFaults.Translate(exception, "/data").Fault);
    }

    private FileBlobStore OtherProcess() => new(new FileDirectory(Options.Create(new FileStorageOptions { Directory = _directory.Path, FlushToDisk = false }), TimeProvider.System));

    private async Task<List<string>> ListAsync(string prefix)
    {
        var names = new List<string>();
        await foreach (string name in _directory.Blobs.ListAsync(prefix, Token)) names.Add(name);
        return names;
    }
}
