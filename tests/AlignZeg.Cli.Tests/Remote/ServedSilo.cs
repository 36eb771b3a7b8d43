using System.Text.Json;

namespace AlignZeg.Cli.Tests.Remote;

/// <summary>A server as a process, with a tenant, its key and the model that ships; all of it made by the verbs that are tested.</summary>
public sealed class ServedSilo : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private AlignZegProcess? _silo;

    public string Address { get; private set; } = "";

    public string MetricsAddress { get; private set; } = "";

    public string AdminKeyFile => _folder["admin.key"];

    public string KeyFile => _folder["acme.key"];

    public async ValueTask InitializeAsync()
    {
        int port = Random.Shared.Next(19_500, 29_000);
        await File.WriteAllTextAsync(_folder["c.json"], JsonSerializer.Serialize(new
        {
            Cluster = new { SiloPort = port, GatewayPort = port + 1, Dashboard = true }, Storage = new { Directory = "data", FlushToDisk = false }, Http = new { Url = "http://127.0.0.1:0" },
            Telemetry = new { Url = "http://127.0.0.1:0", Logs = "json" },
        }));
        _silo = AlignZegProcess.Start("serve", "--config", _folder["c.json"]);
        Assert.True(await _silo.ReadLinesUntilAsync(Note), "the silo does not start");
        _silo.Drain();
        string key = (await AdminAsync("tenant", "key", "create", "acme", "--note", "tests")).Expect(0).Output.Trim();
        await File.WriteAllTextAsync(KeyFile, key + "\n");
        (await AdminAsync("model", "register", "tiny", Path.Combine(Path.GetDirectoryName(AlignZegProcess.Program)!, "models", "tiny"))).Expect(0);
    }

    internal Task<Outcome> RunAsync(params string[] arguments) => AlignZegProcess.RunAsync(With(KeyFile, arguments));

    internal AlignZegProcess Start(params string[] arguments) => AlignZegProcess.Start(With(KeyFile, arguments));

    internal Task<Outcome> AdminAsync(params string[] arguments) => AlignZegProcess.RunAsync(With(AdminKeyFile, arguments));

    public ValueTask DisposeAsync()
    {
        _silo?.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private string[] With(string keyFile, string[] arguments) => [.. arguments, "--server", Address, "--key-file", keyFile];

    private bool Note(string line)
    {
        if (line.StartsWith("metrics ready: ", StringComparison.Ordinal)) MetricsAddress = line["metrics ready: ".Length..];
        if (line.StartsWith("http ready: ", StringComparison.Ordinal)) Address = line["http ready: ".Length..];
        if (line.StartsWith("admin key, shown once: ", StringComparison.Ordinal)) File.WriteAllText(AdminKeyFile, line["admin key, shown once: ".Length..]);
        return line.StartsWith("silo ready", StringComparison.Ordinal);
    }
}
