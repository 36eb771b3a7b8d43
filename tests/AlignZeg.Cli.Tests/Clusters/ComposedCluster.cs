using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AlignZeg.Architecture.Tests.Deploy;
using AlignZeg.Cli.Benchmarks.Servers;
using AlignZeg.Servers;

namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>
/// What deploy/compose.yaml describes, as processes of this machine: the same commands, environments, configuration and files of secrets. What a network of its own gives each container
/// (the same port for all, names of hosts) are ports of their own on the loopback interface here.
/// </summary>
internal sealed class ComposedCluster : IAsyncDisposable
{
    private static readonly string Deploy = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(AlignZegProcess.Program)!, "../../../../../deploy"));
    private readonly JsonObject _services = YamlFile.Read(Path.Combine(Deploy, "compose.yaml")).Single()["services"]!.AsObject();
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, AlignZegProcess> _silos = [];
    private readonly List<string> _order = [];
    private readonly int _firstPort = Random.Shared.Next(12_000, 19_000);
    private readonly ComposedServer _redis, _azurite;

    private ComposedCluster()
    {
        _redis = new(TestServers.RedisProgram, Command("redis"), "--port", "--dir");
        _azurite = new(TestServers.AzuriteProgram, Command("azurite"), "--blobPort", "--location");
    }

    public string AdminKey { get; } = $"alz_operator.first_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";

    /// <summary>As README.md says to write it, with this machine's address.</summary>
    public string ConnectionString => AzuriteServer.ConnectionStringAt(_azurite.Port);

    /// <summary>Where the API is.</summary>
    public Uri Address => new($"http://127.0.0.1:{Port("api", 2)}");

    public AlignZegProcess this[string service] => _silos[service];

    /// <summary>Starts everything, in the order of depends_on.</summary>
    public static async Task<ComposedCluster> StartAsync()
    {
        var cluster = new ComposedCluster();
        try
        {
            cluster._redis.Require();
            cluster._azurite.Require();
            await Task.WhenAll(cluster._redis.StartAsync(), cluster._azurite.StartAsync());
            Directory.CreateDirectory(cluster._folder["secrets"]);
            await File.WriteAllTextAsync(cluster._folder["secrets/Storage__Azure__ConnectionString"], cluster.ConnectionString + "\n");
            await File.WriteAllTextAsync(cluster._folder["secrets/Http__AdminKey"], cluster.AdminKey + "\n");
            await Task.WhenAll(cluster.StartSiloAsync("api", AlignZegProcess.Program), cluster.StartSiloAsync("worker", AlignZegProcess.Program));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a service of a build, and waits until it is up.</summary>
    public async Task StartSiloAsync(string service, string program)
    {
        var silo = AlignZegProcess.StartProgram(program, [.. Command(service).Select(argument => argument.Replace("/etc/alignzeg", Deploy, StringComparison.Ordinal))], Environment(service));
        lock (_silos) _silos[service] = silo;
        Assert.True(await silo.ReadLinesUntilAsync(line => line.StartsWith("silo ready", StringComparison.Ordinal)), $"{service} does not start");
        silo.Drain();
    }

    /// <summary>Stops a service as an engine does: it has its time to end.</summary>
    public async Task<Outcome> StopSiloAsync(string service)
    {
        _silos[service].Signal(15);
        var ended = await _silos[service].EndAsync(TimeSpan.FromSeconds(int.Parse($"{_services[service]!["stop_grace_period"]}".TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture)));
        _silos[service].Dispose();
        return ended;
    }

    /// <summary>The version that a silo says it is.</summary>
    public async Task<string> VersionAsync(string service)
    {
        using var http = new HttpClient();
        string info = (await http.GetStringAsync($"http://127.0.0.1:{Port(service, 3)}/metrics")).Split('\n').Single(line => line.StartsWith("target_info{", StringComparison.Ordinal));
        return info.Split("service_version=\"")[1].Split('"')[0];
    }

    /// <summary>Runs the health check of the image.</summary>
    public async Task<int> ReadyAsync(string service)
    {
        Assert.Equal("alignzeg-ready", $"{_services[service]!["healthcheck"]!["test"]![1]}");
        using var check = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(Path.Combine(Deploy, "ready.sh"), [$"{Port(service, 3)}"]) { UseShellExecute = false, RedirectStandardError = true })!;
        await check.WaitForExitAsync(TestContext.Current.CancellationToken);
        return check.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos.Values) silo.Dispose();
        await _redis.DisposeAsync();
        await _azurite.DisposeAsync();
        _folder.Dispose();
    }

    private string[] Command(string service) => [.. _services[service]!["command"]!.AsArray().Select(argument => $"{argument}")];

    private int Port(string service, int which)
    {
        lock (_order)
        {
            if (!_order.Contains(service)) _order.Add(service);
            return _firstPort + 10 * _order.IndexOf(service) + which;
        }
    }

    private Dictionary<string, string> Environment(string service)
    {
        var values = _services[service]!["environment"]!.AsObject().ToDictionary(pair => pair.Key, pair => $"{pair.Value}");
        Assert.Equal("/run/secrets", values["ALIGNZEG_SECRETS"]);
        values["ALIGNZEG_SECRETS"] = _folder["secrets"];
        values["ALIGNZEG__Cluster__Redis"] = $"127.0.0.1:{_redis.Port}";
        values["ALIGNZEG__Cluster__Address"] = "127.0.0.1";
        values["ALIGNZEG__Cluster__SiloPort"] = $"{Port(service, 0)}";
        values["ALIGNZEG__Cluster__GatewayPort"] = $"{Port(service, 1)}";
        values["ALIGNZEG__Http__Url"] = $"http://127.0.0.1:{Port(service, 2)}";
        values["ALIGNZEG__Telemetry__Url"] = $"http://127.0.0.1:{Port(service, 3)}";
        return values;
    }
}
