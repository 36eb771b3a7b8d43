using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AlignZeg.Cli.Tests.Http;

/// <summary>Somebody's server for webhooks as a process, with the library of Standard Webhooks: refuses each event three times, then takes it.</summary>
internal sealed class WebhookReceiver : IDisposable
{
    /// <summary>How often each event is refused.</summary>
    public const int Refusals = 3;

    private readonly Process _node;
    private readonly int _port;

    private WebhookReceiver(Process node, int port) => (_node, _port) = (node, port);

    /// <summary>Where webhooks go.</summary>
    public string Url => $"http://127.0.0.1:{_port}/hook";

    /// <summary>Starts it.</summary>
    public static async Task<WebhookReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node", [Script()]) { UseShellExecute = false, RedirectStandardOutput = true };
        var node = Process.Start(start)!;
        string? ready = await node.StandardOutput.ReadLineAsync(cancellationToken);
        Assert.StartsWith("ready ", ready, StringComparison.Ordinal);
        return new(node, int.Parse(ready![6..]));
    }

    /// <summary>Tells it what signatures are checked with.</summary>
    public async Task TellSecretAsync(string secret, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        (await client.PostAsync(new Uri($"http://127.0.0.1:{_port}/secret"), new StringContent(secret), cancellationToken)).EnsureSuccessStatusCode();
    }

    /// <summary>What it was sent, up to the first request that it took for an event of a type.</summary>
    public async Task<List<JsonElement>> ReadUntilTakenAsync(string type, CancellationToken cancellationToken)
    {
        var requests = new List<JsonElement>();
        while (await _node.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            requests.Add(JsonDocument.Parse(line).RootElement.Clone());
            if (requests[^1].GetProperty("type").GetString() == type && requests[^1].GetProperty("status").GetInt32() == 204) break;
        }

        return requests;
    }

    public void Dispose()
    {
        if (!_node.HasExited) _node.Kill();
        _node.Dispose();
    }

    private static string Script([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "tools", "receiver", "receiver.mjs");
}
