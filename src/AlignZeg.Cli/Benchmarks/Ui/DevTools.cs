using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using AlignZeg.Cli.Commands;

namespace AlignZeg.Cli.Benchmarks.Ui;

/// <summary>A page of a Chromium, by the protocol of its developer tools. One call at a time.</summary>
internal sealed class DevTools : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private int _calls;

    private DevTools()
    {
    }

    /// <summary>Bytes that the page was sent since <see cref="Forget"/>: bodies as they travel, with their headers.</summary>
    public long Bytes { get; private set; }

    /// <summary>Connects to a page.</summary>
    public static async Task<DevTools> ConnectAsync(Uri page, CancellationToken cancellationToken)
    {
        var tools = new DevTools();
        await tools._socket.ConnectAsync(page, cancellationToken);
        foreach (string domain in new[] { "Page.enable", "Network.enable", "Runtime.enable" }) await tools.CallAsync(domain, new { }, cancellationToken);
        return tools;
    }

    /// <summary>Counts bytes from here on.</summary>
    public void Forget() => Bytes = 0;

    /// <summary>Calls a method and waits for its answer; events that come before are taken note of.</summary>
    /// <exception cref="CommandException">The browser refuses it.</exception>
    public async Task<JsonElement> CallAsync(string method, object parameters, CancellationToken cancellationToken)
    {
        int id = ++_calls;
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters }), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        while (true)
        {
            var message = await ReceiveAsync(cancellationToken);
            if (!message.TryGetProperty("id", out var answered)) Note(message);
            else if (answered.GetInt32() == id) return message.TryGetProperty("error", out var error) ? throw CommandException.Failed($"The browser refuses {method}: {error}") : message.GetProperty("result");
        }
    }

    /// <summary>The value of an expression in the page; promises are waited for.</summary>
    /// <exception cref="CommandException">It throws.</exception>
    public async Task<JsonElement> EvaluateAsync(string expression, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true }, cancellationToken);
        if (answer.TryGetProperty("exceptionDetails", out var thrown)) throw CommandException.Failed($"The page throws: {thrown}");
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Note(JsonElement message)
    {
        if (message.GetProperty("method").GetString() == "Network.loadingFinished") Bytes += (long)message.GetProperty("params").GetProperty("encodedDataLength").GetDouble();
    }

    private async Task<JsonElement> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        byte[] piece = new byte[64 << 10];
        while (true)
        {
            var received = await _socket.ReceiveAsync(piece, cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close) throw CommandException.Failed("The browser ended.");
            text.Write(piece, 0, received.Count);
            if (received.EndOfMessage) return JsonDocument.Parse(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length)).RootElement;
        }
    }
}
