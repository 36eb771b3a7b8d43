using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Containers;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Datasets.Tests.Archives;

namespace AlignZeg.Datasets.Tests.Containers;

public sealed class RemoteFolderTests : IDisposable
{
    private const string Secret = "s3cr3t", Address = $"https://user:{Secret}@a.example/photos/?sv=1&sig={Secret}#{Secret}", Shown = "https://a.example/photos/";
    private readonly ContainerInputs _inputs = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _inputs.Dispose();

    [Fact]
    public async Task Images_AreFetched_InTheOrderOfTheirNames_AndTheRestIsCountedAsInAFolder()
    {
        var store = new Store { ["z.png"] = 1, ["sub/a.png"] = 2, ["b.jpg"] = 3, ["notes.txt"] = 4, ["sub/"] = 0, [".hidden.png"] = 5, ["list.csv"] = 6, ["page.png"] = -1, ["huge.png"] = 7 };
        store.Lengths["huge.png"] = 2 << 20;
        _inputs.Add("near.png", PackedFiles.Picture(9));
        var found = await FindAsync(store, Address, _inputs["near.png"]);
        Assert.Equal(["b.jpg", "near.png", "sub/a.png", "z.png"], found.Entries.Select(entry => entry.Name));
        Assert.Equal([PackedFiles.Picture(3), PackedFiles.Picture(9), PackedFiles.Picture(2), PackedFiles.Picture(1)], found.Entries.Select(entry => File.ReadAllBytes(entry.Path)));
        Assert.Equal((2, Shown, "sub/a.png"), (found.LeftOut, found.OriginOf(2).Archive, found.OriginOf(2).Entry));
        Assert.Equal(["1 not_an_image (page.png)", "1 too_many_bytes (huge.png)"], found.Skipped.Select(one => one.ToString()));
        Assert.Equal(["b.jpg", "page.png", "sub/a.png", "z.png"], store.Asked.Order(StringComparer.Ordinal));
        Assert.All(Directory.EnumerateFiles(_inputs.Room, "*", SearchOption.AllDirectories), file => Assert.DoesNotContain(Secret, file + Encoding.UTF8.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatWasFetched_IsNotFetchedAgain_UnlessItsVersionIsAnother()
    {
        var store = new Store { ["a.png"] = 1, ["b.png"] = 2, ["d.png"] = 4 };
        await FindAsync(store, Address);
        store.Forget();
        (store["c.png"], store.Fails) = (3, "c.png");
        await Assert.ThrowsAsync<IOException>(() => FindAsync(store, Address));
        store.Fails = null;
        var first = (await FindAsync(store, Address)).Entries.ToList();
        Assert.Equal(["c.png", "c.png"], store.Asked);
        store.Forget();
        Assert.Equal(first, (await FindAsync(store, Address.Replace("sv=1", "sv=2", StringComparison.Ordinal))).Entries);
        Assert.Empty(store.Asked);
        (store["b.png"], store["e.png"]) = (7, 8);
        store.Remove("d.png");
        var changed = (await FindAsync(store, Address)).Entries.ToList();
        Assert.Equal(["b.png", "e.png"], store.Asked.Order(StringComparer.Ordinal));
        Assert.Equal([first[0].Version, first[2].Version], [changed[0].Version, changed[2].Version]);
        Assert.Equal(PackedFiles.Picture(7), File.ReadAllBytes(changed[1].Path));
    }

    [Fact]
    public async Task NamesOfStrangers_LeadNowhere()
    {
        var store = new Store { ["../up.png"] = 1, ["/root.png"] = 2, ["a/../../b.png"] = 3, ["C:/x.png"] = 4, ["..\\back.png"] = 5, ["good.png"] = 6, ["a\u0001.png"] = 7, ["x*.png"] = 8, ["x_.png"] = 9 };
        var found = await FindAsync(store, Address);
        Assert.Equal(["good.png", "x_.png"], found.Entries.Select(entry => entry.Name));
        Assert.Equal(["repeated_name", "unsafe_name"], found.Skipped.Select(one => one.Reason));
        Assert.Equal((1, 6), (found.Skipped[0].Count, found.Skipped[1].Count));
        Assert.Equal(["good.png", "x*.png"], store.Asked.Order(StringComparer.Ordinal));
        Assert.All(Directory.EnumerateFiles(_inputs[""], "*.png", SearchOption.AllDirectories), file => Assert.Fail(file));
    }

    [Fact]
    public async Task FolderWithoutImages_AndOneOfTooMany_AreOneSentence()
    {
        var empty = await Assert.ThrowsAsync<InputException>(() => FindAsync(new Store { ["notes.txt"] = 1, ["photos.zip"] = 2 }, Address));
        Assert.StartsWith($"'{Shown}' holds no image (2 other files; those ending in jpg, ", empty.Message, StringComparison.Ordinal);
        var many = await Assert.ThrowsAsync<InputException>(() => FindAsync(new Store { ["a.png"] = 1, ["b.png"] = 2, ["c.png"] = 3 }, new ArchiveLimits(1 << 20, MaxEntries: 2), Address));
        Assert.Equal($"'{Shown}' holds more than 2 images; take it in parts, by longer prefixes.", many.Message);
        var large = new Store { ["a.png"] = 1, ["b.png"] = 2 };
        large.Lengths["a.png"] = large.Lengths["b.png"] = 1 << 29;
        Assert.Contains("more than 0 GiB of images", (await Assert.ThrowsAsync<InputException>(() => FindAsync(large, new ArchiveLimits(1 << 20, MaxUnpackedBytes: 1 << 29), Address))).Message, StringComparison.Ordinal);
        Assert.Empty(large.Asked);
    }

    [Fact]
    public async Task WhereNothingIsFetched_OrTheAddressIsBroken_ItIsRefused_WithoutShowingIt()
    {
        string[] told = [
            Assert.Throws<InputException>(() => ImageInputs.Find([Address], Token)).ToString(),
            (await Assert.ThrowsAsync<InputException>(() => _inputs.FindAsync(Address))).ToString(),
            (await Assert.ThrowsAsync<InputException>(() => FindAsync(new Store(), $"https://a b:x/?sig={Secret}"))).ToString(),
        ];
        Assert.Contains($"'{Shown}' is an address, and nothing is fetched here", told[0], StringComparison.Ordinal);
        Assert.All(told, text => Assert.DoesNotContain(Secret, text, StringComparison.Ordinal));
    }

    private Task<ImageInputs> FindAsync(Store store, params string[] inputs) => FindAsync(store, new ArchiveLimits(1 << 20), inputs);

    private Task<ImageInputs> FindAsync(Store store, ArchiveLimits limits, params string[] inputs) =>
        ImageInputs.FindAsync(inputs, new Unpacking(() => _inputs.Room, limits, name => name) { Folders = address => address.Host == "a.example" ? store : throw new ArgumentException(address.Host) }, Token);

    /// <summary>Names and the numbers of their pictures; a negative one is no picture. Listed backwards.</summary>
    private sealed class Store : IRemoteFolder
    {
        private readonly SortedDictionary<string, int> _files = new(StringComparer.Ordinal);

        public Dictionary<string, long> Lengths { get; } = [];

        public ConcurrentQueue<string> Asked { get; } = new();

        public string? Fails { get; set; }

        public int this[string name]
        {
            set => _files[name] = value;
        }

        public void Remove(string name) => _files.Remove(name);

        public void Forget() => Asked.Clear();

        public async IAsyncEnumerable<RemoteFile> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            foreach (var (name, number) in _files.Reverse()) yield return new(name, $"etag-{number}", Lengths.GetValueOrDefault(name, 100));
        }

        public Task<(byte[]? Content, string? Reason)> ReadAsync(string name, int maxBytes, CancellationToken cancellationToken)
        {
            Asked.Enqueue(name);
            if (name == Fails) throw new IOException("The line is dead.");
            return Task.FromResult<(byte[]?, string?)>(_files[name] < 0 ? (null, SkipReasons.NotAnImage) : (PackedFiles.Picture(_files[name]), null));
        }
    }
}
