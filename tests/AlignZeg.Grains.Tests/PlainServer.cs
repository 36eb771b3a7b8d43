using System.Net;
using System.Net.Sockets;

namespace AlignZeg.Grains.Tests;

/// <summary>Somebody's server, which answers with a status and nothing else.</summary>
internal sealed class PlainServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<int, Task<int>> _answer;
    private int _requests;

    /// <summary>Starts it.</summary>
    /// <param name="answer">The status for the request of that number, from 0; others are answered meanwhile.</param>
    public PlainServer(Func<int, Task<int>> answer)
    {
        _answer = answer;
        Url = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = ServeAsync();
    }

    public string Url { get; }

    /// <summary>How many requests have come.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return; // closed
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        context.Response.StatusCode = await _answer(Interlocked.Increment(ref _requests) - 1);
        context.Response.Close();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
