using AlignZeg.Abstractions.Blobs;
using AlignZeg.Servers;
using AlignZeg.Storage.Azure;
using AlignZeg.Storage.Blobs;
using AlignZeg.Storage.Tests.Blobs;
using Microsoft.Extensions.Options;
using Xunit;

namespace AlignZeg.Storage.Tests.Azure;

public sealed class AzureBlobStoreTests(AzuriteFixture azurite) : BlobStoreContract, IAsyncLifetime
{
    private IOptions<AzureStorageOptions> _options = null!;
    private AzureBlobStore _store = null!;

    protected override IBlobStore Store => _store;

    public async ValueTask InitializeAsync()
    {
        _options = await azurite.NewContainerAsync();
        _store = new(new(_options));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task List_GoesOnOverPages()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 5_100), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token },
            async (i, token) => await _store.WriteAsync($"many/{i:D5}", default, cancellationToken: token));
        int count = 0;
        await foreach (string name in _store.ListAsync("many/", Token)) Assert.Equal($"many/{count++:D5}", name);
        Assert.Equal(5_100, count); // the service's pages have 5,000
    }

    [Fact]
    public async Task WrongKey_IsOneSentence()
    {
        var options = _options.Value.ConnectionString!.Replace("Eby8", "Abc8", StringComparison.Ordinal);
        var store = new AzureBlobStore(new(Options.Create(new AzureStorageOptions { ConnectionString = options, Container = "other" })));
        var exception = await Assert.ThrowsAsync<StorageException>(() => store.WriteAsync("a", default, cancellationToken: Token));
        Assert.Equal(StorageFault.NoPermission, exception.Fault);
        Assert.Contains("127.0.0.1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServiceThatIsAway_IsUnavailable_AndAnotherTimeItWorks()
    {
        await using var server = TestServers.Azurite();
        server.Require();
        var store = new AzureBlobStore(new(Options.Create(new AzureStorageOptions { ConnectionString = server.ConnectionString, MaxRetries = 0 })));
        var exception = await Assert.ThrowsAsync<StorageException>(() => store.WriteAsync("a", "1"u8.ToArray(), cancellationToken: Token));
        Assert.Equal(StorageFault.Unavailable, exception.Fault);
        await server.StartAsync();
        Assert.NotNull(await store.WriteAsync("a", "1"u8.ToArray(), cancellationToken: Token));
        await server.StopAsync();
        await Assert.ThrowsAsync<StorageException>(() => store.ReadAsync("a", Token));
        await server.StartAsync();
        Assert.Equal("1"u8.ToArray(), (await store.ReadAsync("a", Token))!.Content);
    }

    protected override IBlobStore OtherProcess() => new AzureBlobStore(new(_options));
}
