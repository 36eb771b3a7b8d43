using System.Text.Json;
using AlignZeg.Cli.Tests;
using AlignZeg.Cli.Tests.Remote;

namespace AlignZeg.Web.Tests;

/// <summary>All scenarios in one browser against one server, once; each is a test of its own.</summary>
public sealed class BrowserRun : IAsyncLifetime
{
    private readonly ServedSilo _silo = new();
    private readonly TemporaryFolder _folder = new();

    /// <summary>What became of each scenario; null = it passed.</summary>
    public Dictionary<string, string?> Outcomes { get; } = [];

    /// <summary>All that the browser's program wrote.</summary>
    public string Log { get; private set; } = "";

    /// <summary>Where the server is.</summary>
    public string Address => _silo.Address;

    public async ValueTask InitializeAsync()
    {
        await _silo.InitializeAsync();
        (await AlignZegProcess.RunAsync("world", "--count", "12", "--seed", "5", "--output", _folder["world"])).Expect(0);
        string Key(string file) => File.ReadAllText(file).Trim();
        (_, Log) = await NodeProcess.RunAsync(Path.Combine(NodeProcess.Browser, "run.mjs"), _silo.Address, Key(_silo.KeyFile), Key(_silo.AdminKeyFile), _folder["world"]);
        foreach (string line in Log.Split('\n').Where(line => line.StartsWith("{\"scenario\"", StringComparison.Ordinal)))
        {
            var outcome = JsonDocument.Parse(line).RootElement;
            Outcomes[outcome.GetProperty("scenario").GetString()!] = outcome.GetProperty("problem").GetString();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _folder.Dispose();
    }
}
