using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.GrainState;
using AlignZeg.Storage.Hosting;
using AlignZeg.Storage.Tests.Redis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using StackExchange.Redis;
using Xunit;

namespace AlignZeg.Storage.Tests.GrainState;

public sealed class RedisGrainStorageTests(RedisFixture redis) : GrainStorageContract
{
    private static readonly GrainId Grain = GrainId.Create("job", "tenant/job");
    private readonly string _prefix = $"test-{Guid.NewGuid():N}";
    private IDatabase _database = null!;

    private RedisGrainStorage Storage => Services.GetRequiredService<RedisGrainStorage>();

    [Fact]
    public async Task StateThatWasClearedAndWrittenAnew_IsAnotherVersion()
    {
        var (old, state) = (Sample("a"), Sample("a"));
        await Storage.WriteStateAsync("state", Grain, old);
        await Storage.ReadStateAsync("state", Grain, state);
        await Storage.ClearStateAsync("state", Grain, state);
        await Storage.WriteStateAsync("state", Grain, state);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("state", Grain, old));
    }

    // The server takes the command, the client has stopped waiting and sends it again: the second must not be a conflict with the first.
    [Fact]
    public async Task WriteWhoseAnswerCameTooLate_IsOneWrite()
    {
        var services = new ServiceCollection();
        services.AddRedisGrainStorage(options => (options.Address, options.Prefix) = (redis.Address + ",asyncTimeout=300", _prefix));
        await using var process = services.BuildServiceProvider();
        var (storage, state) = (process.GetRequiredService<RedisGrainStorage>(), Sample("a"));
        await storage.WriteStateAsync("state", Grain, state);
        state.State!.LastName = "b";
        await _database.ExecuteAsync("CLIENT", "PAUSE", "1500", "WRITE");
        await storage.WriteStateAsync("state", Grain, state);
        await Storage.ReadStateAsync("state", Grain, state);
        Assert.Equal("b", state.State.LastName);
    }

    [Fact]
    public async Task SomethingElseUnderTheName_IsOneSentence()
    {
        await _database.StringSetAsync(KeyOf("state/job/tenant/job.json"), "mine");
        var exception = await Assert.ThrowsAsync<StorageException>(() => Storage.ReadStateAsync("state", Grain, new GrainState<SampleState>()));
        Assert.Equal(StorageFault.Damaged, exception.Fault);
        Assert.Contains(redis.Address, exception.Message, StringComparison.Ordinal);
    }

    protected override async Task PrepareAsync() => _database = await redis.DatabaseAsync();

    protected override void Add(IServiceCollection services) =>
        services.AddRedisGrainStorage(options => (options.Address, options.Prefix) = (redis.Address, _prefix)).AddBlobGrainStorage(); // the first choice stays

    protected override async Task<byte[]> RawAsync(string name) => (byte[])(await _database.HashGetAsync(KeyOf(name), "json"))!;

    protected override Task PutRawAsync(string name, byte[] json) => _database.HashSetAsync(KeyOf(name), "json", json);

    private string KeyOf(string name) => $"{{{_prefix}}}/{name}";
}
