using AlignZeg.Abstractions.Models;
using AlignZeg.Grains.Models;
using AlignZeg.Grains.Tests.Labelling;
using AlignZeg.Storage.Files;
using Microsoft.Extensions.Options;
using Xunit;

namespace AlignZeg.Grains.Tests.Models;

public sealed class BundleCacheTests : IDisposable
{
    private static readonly ModelBundle Bundle = new(new("tiny"), "blob:bundles/feed", "feed");
    private readonly string _directory = Directory.CreateTempSubdirectory("alignzeg-bundles-").FullName;
    private readonly WatchedBlobs _blobs;

    public BundleCacheTests() =>
        _blobs = new(new FileBlobStore(new FileDirectory(Options.Create(new FileStorageOptions { Directory = Path.Combine(_directory, "data"), FlushToDisk = false }), TimeProvider.System)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Root => Path.Combine(_directory, "bundles");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Bundle_IsBroughtOnce_HoweverManyAskForIt()
    {
        await StoreAsync();
        var cache = Cache();
        var local = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cache.LocalAsync(Bundle, Token)));
        Assert.Equal(Bundle with { Path = Path.Combine(Root, "feed") }, Assert.Single(local.Distinct()));
        Assert.Equal(local[0], await Cache().LocalAsync(Bundle, Token)); // of another process
        Assert.Equal(2, _blobs.Copies);
        Assert.Equal("weights", await File.ReadAllTextAsync(Path.Combine(local[0].Path, "weights"), Token));
    }

    [Theory]
    [InlineData("weights")]
    [InlineData("text/words")]
    [InlineData(".alignzeg-files.json")] // as of a folder that nobody has finished
    public async Task Bundle_ThatHasLostAFile_IsBroughtAgain(string lost)
    {
        await StoreAsync();
        var cache = Cache();
        string folder = (await cache.LocalAsync(Bundle, Token)).Path;
        File.Delete(Path.Combine(folder, lost));
        await cache.LocalAsync(Bundle, Token);
        Assert.Equal("weights", await File.ReadAllTextAsync(Path.Combine(folder, "weights"), Token));
        Assert.Equal("words", await File.ReadAllTextAsync(Path.Combine(folder, "text/words"), Token));
        Assert.Equal([folder], Directory.EnumerateFileSystemEntries(Root)); // nothing else is left
    }

    [Fact]
    public async Task Bundle_WithATornFile_IsBroughtAgain()
    {
        await StoreAsync();
        var cache = Cache();
        string file = Path.Combine((await cache.LocalAsync(Bundle, Token)).Path, "weights");
        await File.WriteAllTextAsync(file, "we", Token);
        await cache.LocalAsync(Bundle, Token);
        Assert.Equal("weights", await File.ReadAllTextAsync(file, Token));
    }

    [Fact]
    public async Task WhatAKilledProcessLeft_IsDeleted_AndWhatIsWrittenStays()
    {
        await StoreAsync();
        string left = Path.Combine(Root, "part-left");
        Directory.CreateDirectory(left);
        await File.WriteAllTextAsync(Path.Combine(left, "weights"), "we", Token);
        using var written = HeldFolder.Make(Root, "part-");
        Assert.False(Directory.Exists(left));
        await Cache().LocalAsync(Bundle, Token);
        Assert.True(Directory.Exists(written.Root));
    }

    [Fact]
    public async Task Bundle_ThatTheStorageDoesNotHave_IsSaidSo_AndLeavesNothing()
    {
        await Assert.ThrowsAsync<ModelUnavailableException>(() => Cache().LocalAsync(Bundle, Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
        await StoreAsync();
        await Cache().LocalAsync(Bundle, Token); // once it is there
    }

    private BundleCache Cache() => new(_blobs) { Root = Root };

    private async Task StoreAsync()
    {
        await _blobs.WriteAsync("bundles/feed/weights", "weights"u8.ToArray(), cancellationToken: Token);
        await _blobs.WriteAsync("bundles/feed/text/words", "words"u8.ToArray(), cancellationToken: Token);
    }
}
