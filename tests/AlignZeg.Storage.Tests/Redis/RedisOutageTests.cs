using AlignZeg.Abstractions.Blobs;
using AlignZeg.Cli.Benchmarks.Servers;
using AlignZeg.Servers;
using AlignZeg.Storage.GrainState;
using AlignZeg.Storage.Hosting;
using AlignZeg.Storage.Tests.GrainState;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using Xunit;

namespace AlignZeg.Storage.Tests.Redis;

/// <summary>A Redis that goes away, comes back, or refuses; each test has one of its own.</summary>
public sealed class RedisOutageTests : IAsyncLifetime
{
    private static readonly GrainId Grain = GrainId.Create("job", "tenant/job");
    private readonly RedisServer _server = TestServers.Redis();
    private readonly GrainState<SampleState> _state = new() { State = new() { LastName = "a" } };

    public ValueTask InitializeAsync()
    {
        _server.Require();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task RedisThatIsAway_IsUnavailable_AndAnotherTimeItWorks_WithWhatItHadWrittenDown()
    {
        await using var process = Process(TimeSpan.Zero);
        var storage = process.GetRequiredService<RedisGrainStorage>();
        Assert.Equal(StorageFault.Unavailable, (await WriteFailsAsync(storage)).Fault);
        await _server.StartAsync();
        await EventuallyAsync(() => storage.WriteStateAsync("state", Grain, _state));
        await _server.KillAsync();
        Assert.Equal(StorageFault.Unavailable, (await WriteFailsAsync(storage)).Fault);
        await _server.StartAsync();
        await EventuallyAsync(() => storage.ReadStateAsync("state", Grain, _state));
        Assert.Equal("a", _state.State!.LastName);
        _state.State.LastName = "b";
        await storage.WriteStateAsync("state", Grain, _state); // the server has forgotten the script
    }

    [Fact]
    public async Task ShortOutage_IsWaitedOut()
    {
        await _server.StartAsync();
        await using var process = Process(TimeSpan.FromMinutes(1));
        var storage = process.GetRequiredService<RedisGrainStorage>();
        await storage.WriteStateAsync("state", Grain, _state);
        await _server.KillAsync();
        _state.State!.LastName = "b";
        var write = storage.WriteStateAsync("state", Grain, _state);
        await _server.StartAsync();
        await write;
        await storage.ReadStateAsync("state", Grain, _state);
        Assert.Equal("b", _state.State.LastName);
    }

    [Fact]
    public async Task RedisWithoutMemory_IsFull()
    {
        await _server.StartAsync();
        await CommandAsync("CONFIG", "SET", "maxmemory", "1");
        await using var process = Process(TimeSpan.FromMinutes(1));
        var exception = await WriteFailsAsync(process.GetRequiredService<RedisGrainStorage>());
        Assert.Equal((StorageFault.Full, true), (exception.Fault, exception.Message.Contains("maxmemory", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task WrongPassword_IsNoPermission()
    {
        await _server.StartAsync();
        await CommandAsync("CONFIG", "SET", "requirepass", "secret");
        foreach (string address in new[] { _server.Address, _server.Address + ",password=wrong" })
        {
            await using var process = Process(TimeSpan.FromMinutes(1), address);
            var exception = await WriteFailsAsync(process.GetRequiredService<RedisGrainStorage>());
            Assert.Equal(StorageFault.NoPermission, exception.Fault);
            Assert.DoesNotContain("wrong", exception.Message, StringComparison.Ordinal);
        }
    }

    private ServiceProvider Process(TimeSpan longestOutage, string? address = null)
    {
        var services = new ServiceCollection();
        services.AddRedisGrainStorage(options => (options.Address, options.LongestOutage) = ((address ?? _server.Address) + ",asyncTimeout=1000", longestOutage));
        return services.BuildServiceProvider();
    }

    private Task<StorageException> WriteFailsAsync(RedisGrainStorage storage) => Assert.ThrowsAsync<StorageException>(() => storage.WriteStateAsync("state", Grain, _state));

    private async Task CommandAsync(string command, params object[] arguments)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(_server.Address + ",allowAdmin=true");
        await connection.GetDatabase().ExecuteAsync(command, arguments);
    }

    // The client looks for the server now and then.
    private static async Task EventuallyAsync(Func<Task> call)
    {
        for (long started = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                await call();
                return;
            }
            catch (StorageException exception) when (exception.Fault == StorageFault.Unavailable && TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(1))
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }
}
