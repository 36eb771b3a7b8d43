using System.Diagnostics;
using System.Text.Json;

namespace AlignZeg.Cli.Tests.Http;

/// <summary>curl as a consumer of a stream of results: a process that can be killed, and that knows of the API what its address is.</summary>
internal sealed class EventConsumer : IDisposable
{
    private const int Killed = 137;
    private readonly Process _curl;

    /// <summary>Begins to read.</summary>
    /// <param name="url">Of the stream.</param> <param name="key">Of the tenant.</param> <param name="last">The id of the last event that was taken care of; null = from the start.</param>
    public EventConsumer(Uri url, string key, string? last = null)
    {
        string[] resume = last is null ? [] : ["-H", $"Last-Event-ID: {last}"];
        var start = new ProcessStartInfo("curl", ["-sSN", "--fail", "-H", $"Authorization: Bearer {key}", "-H", "Accept: text/event-stream", .. resume, url.ToString()])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        _curl = Process.Start(start)!;
    }

    /// <summary>Indexes of the results so far, in the order of arrival.</summary>
    public List<int> Indexes { get; } = [];

    /// <summary>The id of the last event that arrived whole.</summary>
    public string? Last { get; private set; }

    /// <summary>Reads until the end, or until so many results have arrived.</summary>
    /// <returns>Whether the stream said that it is at its end.</returns>
    public async Task<bool> ReadAsync(CancellationToken cancellationToken, int most = int.MaxValue)
    {
        string? id = null, data = null, kind = null;
        while (Indexes.Count < most && await _curl.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal)) kind = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
            if (line.Length > 0) continue;
            if (kind == "end") return true;
            if (data is not null) Indexes.Add(IndexOf(data));
            if (id is not null) Last = id;
            (id, data, kind) = (null, null, null);
        }

        return false;
    }

    /// <summary>Ends it without a word to the server.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _curl.Kill();
        await _curl.WaitForExitAsync(cancellationToken);
        Assert.Equal(Killed, _curl.ExitCode);
    }

    public void Dispose()
    {
        if (!_curl.HasExited) _curl.Kill();
        _curl.Dispose();
    }

    private static int IndexOf(string data)
    {
        using var record = JsonDocument.Parse(data);
        return record.RootElement.GetProperty("index").GetInt32();
    }
}
