using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using AlignZeg.Cli.Benchmarks.Servers;
using AlignZeg.Cli.Commands;
using AlignZeg.Storage.Hosting;
using AlignZeg.Storage.Logs;
using Microsoft.Extensions.DependencyInjection;

namespace AlignZeg.Cli.Benchmarks.Clusters;

/// <summary>A cluster of processes on this machine: one silo <c>api</c>, workers <c>worker1</c> …, on a Redis and an Azurite of its own. All of it ends with it.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    /// <summary>Images of a shard, and seconds until a lease of a lost worker is given to another.</summary>
    public const int ShardSize = 200, LeaseSeconds = 5;

    private const string Container = "bench";
    private readonly string _folder = Directory.CreateTempSubdirectory("alignzeg-bench-cluster-").FullName;
    private readonly Dictionary<string, Process> _silos = [];
    private readonly Dictionary<string, int> _ports = [];
    private readonly int _firstPort = RandomNumberGenerator.GetInt32(12_000, 19_000);
    private readonly RedisServer _redis;

    private LocalCluster(ServerPrograms programs) => (Azurite, _redis) = (new(programs.Azurite), new(programs.Redis));

    public AzuriteServer Azurite { get; }

    /// <summary>Path of the configuration.</summary>
    public string Config => Path.Combine(_folder, "cluster.json");

    /// <summary>Starts everything and waits until it is up.</summary>
    /// <exception cref="CommandException">A server is not on this machine.</exception>
    public static async Task<LocalCluster> StartAsync(ServerPrograms programs, int workers)
    {
        var cluster = new LocalCluster(programs);
        try
        {
            if ((cluster.Azurite.Missing ?? cluster._redis.Missing) is { } missing)
                throw CommandException.BadInput($"This benchmark starts an Azurite and a Redis of its own, and {missing}; say where they are with --azurite and --redis.");
            await Task.WhenAll(cluster.Azurite.StartAsync(), cluster._redis.StartAsync());
            await File.WriteAllTextAsync(cluster.Config, cluster.Configuration());
            await cluster.StartSiloAsync("api", "api");
            for (int i = 1; i <= workers; i++) await cluster.StartSiloAsync($"worker{i}", "worker");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a silo, or starts it again at its port, and waits until it is up.</summary>
    public async Task StartSiloAsync(string name, string role)
    {
        int port = _ports.TryGetValue(name, out int known) ? known : _ports[name] = _firstPort + _ports.Count;
        End(name);
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["serve", "--config", Config, "--role", role, "--name", name, "--silo-port", $"{port}", "--gateway-port", $"{port + 100}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var silo = _silos[name] = Process.Start(start)!;
        silo.ErrorDataReceived += (_, _) => { };
        silo.BeginErrorReadLine();
        while (await silo.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("silo ready", StringComparison.Ordinal)) continue;
            _ = silo.StandardOutput.ReadToEndAsync(); // a full pipe would stop the silo
            return;
        }

        throw CommandException.Failed($"The silo {name} of the benchmark does not start.");
    }

    /// <summary>Sends a silo a signal of <see cref="ProcessSignal"/>.</summary>
    public void Signal(string silo, int signal) => ProcessSignal.Send(_silos[silo], signal);

    /// <summary>The logs as they lie in the storage, without any silo.</summary>
    public IAppendStore OpenLogs()
    {
        var services = new ServiceCollection().AddAzureStorage(options => (options.ConnectionString, options.Container) = (Azurite.ConnectionString, Container));
        return services.BuildServiceProvider().GetRequiredService<IAppendStore>();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string name in _silos.Keys.ToArray()) End(name);
        await Azurite.DisposeAsync();
        await _redis.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void End(string name)
    {
        if (!_silos.Remove(name, out var silo)) return;
        if (!silo.HasExited) silo.Kill();
        silo.WaitForExit();
        silo.Dispose();
    }

    private string Configuration() => JsonSerializer.Serialize(new
    {
        Cluster = new { Id = $"bench-{_firstPort}", Redis = _redis.Address },
        Storage = new { Azure = new { Azurite.ConnectionString, Container } },
        Http = new { Enabled = false }, // nobody asks, and the usual port may be taken
        Workers = new { ReuseResults = false }, // turns label the same images, and each is to compute them
        Shards = new { LeaseDuration = TimeSpan.FromSeconds(LeaseSeconds) },
        Datasets = new { ShardSize },
    });
}
