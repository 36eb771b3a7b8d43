using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using AlignZeg.Cli.Benchmarks.Servers;
using AlignZeg.Servers;

namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>Silos as processes, on a Redis and an Azurite of their own.</summary>
internal sealed class ClusterProcesses : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, AlignZegProcess> _silos = [];
    private readonly Dictionary<string, int> _ports = [];
    private readonly int _firstPort = Random.Shared.Next(12_000, 19_000);

    public AzuriteServer Azurite { get; } = TestServers.Azurite();

    public RedisServer Redis { get; } = TestServers.Redis();

    public string Config => _folder["cluster.json"];

    /// <summary>One silo with the API's role, <c>api</c>, and so many workers, <c>worker1</c>, <c>worker2</c> …; grain state in <c>blobs</c> or <c>redis</c>; traces go to a receiver, if there is one.</summary>
    public static async Task<ClusterProcesses> StartAsync(int workers, string grainState = "blobs", Uri? traces = null)
    {
        var cluster = new ClusterProcesses();
        try
        {
            cluster.Azurite.Require();
            cluster.Redis.Require();
            await Task.WhenAll(cluster.Azurite.StartAsync(), cluster.Redis.StartAsync());
            await File.WriteAllTextAsync(cluster.Config, cluster.Configuration(grainState, traces));
            await Task.WhenAll([cluster.StartSiloAsync("api", "api"), .. Enumerable.Range(1, workers).Select(i => cluster.StartSiloAsync($"worker{i}", "worker"))]);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where the HTTP API is, and a key of the operator.</summary>
    public Uri Address => new($"http://127.0.0.1:{_firstPort + 300}");

    public string AdminKey { get; } = $"alz_operator.tests_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";

    private string Container => $"test-{_firstPort}";

    public AlignZegProcess this[string silo] => _silos[silo];

    /// <summary>Starts a silo, or starts it again at its port, and waits until it is up.</summary>
    public async Task StartSiloAsync(string name, string role)
    {
        int port = _ports.TryGetValue(name, out int known) ? known : _ports[name] = _firstPort + _ports.Count;
        if (_silos.TryRemove(name, out var former)) former.Dispose();
        var silo = AlignZegProcess.Start("serve", "--config", Config, "--role", role, "--name", name, "--silo-port", $"{port}", "--gateway-port", $"{port + 100}");
        Assert.True(await silo.ReadLinesUntilAsync(line => line.StartsWith("silo ready", StringComparison.Ordinal)), $"the silo {name} does not start");
        silo.Drain();
        _silos[name] = silo;
    }

    /// <summary>Indexes of the images of all records in the storage, shard after shard, as written.</summary>
    public Task<IReadOnlyList<int>> StoredIndexesAsync(CancellationToken cancellationToken) =>
        StoredLogs.IndexesAsync(Azurite.ConnectionString, Container, cancellationToken);

    /// <summary>Ends all silos; what they said, for a test that fails.</summary>
    public async Task<string> EndAllAsync()
    {
        var said = new List<string>();
        foreach (var (name, silo) in _silos.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            if (!silo.HasEnded) silo.Signal(15);
            var outcome = await silo.EndAsync();
            said.Add($"{name}:\n{outcome.Output}\n{outcome.Error}");
        }

        return string.Join('\n', said);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos.Values) silo.Dispose();
        await Azurite.DisposeAsync();
        await Redis.DisposeAsync();
        _folder.Dispose();
    }

    private string Configuration(string grainState, Uri? traces) => JsonSerializer.Serialize(new
    {
        Cluster = new { Id = $"test-{_firstPort}", Redis = Redis.Address, Dashboard = true },
        Telemetry = new { Otlp = traces },
        Storage = new { Azure = new { Azurite.ConnectionString, Container }, GrainState = grainState },
        Http = new { Url = Address.ToString(), AdminKey },
        Webhooks = new { AllowHttp = true, AllowPrivateTargets = true, FirstPause = "00:00:00.1", LongestPause = "00:00:00.3" }, // receivers are on this machine
        Shards = new { LeaseDuration = "00:00:05" },
        Datasets = new { ShardSize = 40 },
    });
}
