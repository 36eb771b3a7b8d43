using AlignZeg.Cli.Benchmarks.Servers;
using AlignZeg.Servers;
using AlignZeg.Storage.Azure;
using AlignZeg.Storage.Tests.Azure;
using Microsoft.Extensions.Options;
using Xunit;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace AlignZeg.Storage.Tests.Azure;

/// <summary>One Azurite for all tests of the assembly, started by the first that needs it; every test has a container of its own.</summary>
public sealed class AzuriteFixture : IAsyncDisposable
{
    private readonly AzuriteServer _server = TestServers.Azurite();
    private readonly Lock _gate = new();
    private Task? _started;

    /// <summary>A container that is not there yet, and what connects to it.</summary>
    public async Task<IOptions<AzureStorageOptions>> NewContainerAsync()
    {
        _server.Require();
        lock (_gate) _started ??= _server.StartAsync();
        await _started;
        return Options.Create(new AzureStorageOptions { ConnectionString = _server.ConnectionString, Container = $"test-{Guid.NewGuid():N}" });
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
