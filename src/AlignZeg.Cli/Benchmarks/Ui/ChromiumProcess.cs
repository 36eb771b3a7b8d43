using System.ComponentModel;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using AlignZeg.Cli.Commands;

namespace AlignZeg.Cli.Benchmarks.Ui;

/// <summary>A Chromium without a window, with a profile of its own.</summary>
internal sealed class ChromiumProcess : IDisposable
{
    private const string Listens = "DevTools listening on ";
    private readonly Process _process;
    private readonly Uri _address;

    private ChromiumProcess(Process process, Uri address) => (_process, _address) = (process, address);

    /// <summary>Starts one and waits until it can be told what to do.</summary>
    /// <param name="program">Its path, or its name on PATH.</param> <param name="profile">A folder that is empty.</param> <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="CommandException">There is none, or it does not start.</exception>
    public static async Task<ChromiumProcess> StartAsync(string program, string profile, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--no-first-run", "--window-size=1600,1000", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank"]) { RedirectStandardError = true, UseShellExecute = false };
        var process = Begin(start);
        while (await process.StandardError.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!line.StartsWith(Listens, StringComparison.Ordinal)) continue;
            _ = process.StandardError.ReadToEndAsync(CancellationToken.None); // a full pipe would stop it
            return new(process, new(line[Listens.Length..]));
        }

        throw CommandException.Failed($"'{program}' does not start.");
    }

    /// <summary>Its first page.</summary>
    public async Task<DevTools> PageAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        var targets = await client.GetFromJsonAsync<JsonElement>($"http://127.0.0.1:{_address.Port}/json/list", cancellationToken);
        string page = targets.EnumerateArray().First(target => target.GetProperty("type").GetString() == "page").GetProperty("webSocketDebuggerUrl").GetString()!;
        return await DevTools.ConnectAsync(new(page), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Begin(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw CommandException.BadInput($"This benchmark needs a Chromium, and there is no '{start.FileName}' on this machine; say where it is with --chromium.");
        }
    }
}
