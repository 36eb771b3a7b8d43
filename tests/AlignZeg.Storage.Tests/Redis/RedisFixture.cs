using AlignZeg.Cli.Benchmarks.Servers;
using AlignZeg.Servers;
using AlignZeg.Storage.Tests.Redis;
using StackExchange.Redis;
using Xunit;

[assembly: AssemblyFixture(typeof(RedisFixture))]

namespace AlignZeg.Storage.Tests.Redis;

/// <summary>One Redis for all tests of the assembly, started by the first that needs it; every test has a prefix of its own.</summary>
public sealed class RedisFixture : IAsyncDisposable
{
    private readonly RedisServer _server = TestServers.Redis();
    private readonly Lock _gate = new();
    private Task<ConnectionMultiplexer>? _started;

    public string Address => _server.Address;

    /// <summary>What an operator sees.</summary>
    public async Task<IDatabase> DatabaseAsync()
    {
        _server.Require();
        lock (_gate) _started ??= StartAsync();
        return (await _started).GetDatabase();
    }

    public async ValueTask DisposeAsync()
    {
        if (_started is not null) await (await _started).DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task<ConnectionMultiplexer> StartAsync()
    {
        await _server.StartAsync();
        return await ConnectionMultiplexer.ConnectAsync(_server.Address + ",allowAdmin=true");
    }
}
