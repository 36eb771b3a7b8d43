using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace AlignZeg.Cli.Benchmarks.Servers;

/// <summary>A real server as a child process on a port of its own, in a folder of its own; both are gone at the end.</summary>
/// <param name="program">Its path, or its name on PATH.</param>
public abstract class ServerProcess(string program) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private Process? _process;

    /// <summary>Port on the loopback interface; the same after a restart.</summary>
    public int Port { get; } = FreePort();

    /// <summary>Why the server cannot run here; null if it can.</summary>
    public string? Missing => Candidates().Any(File.Exists) ? null : $"there is no '{program}' on this machine";

    /// <summary>Time on processors so far, of the running process.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process?.Refresh();
            return _process?.TotalProcessorTime ?? TimeSpan.Zero;
        }
    }

    /// <summary>Where the server keeps its data, over restarts.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("alignzeg-server-").FullName;

    /// <summary>Starts it and waits until it takes connections.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(program, Arguments()) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"'{start.FileName}' does not start.");
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var watch = Stopwatch.StartNew(); !await AnswersAsync(); await Task.Delay(50))
        {
            if (_process.HasExited) throw new InvalidOperationException($"'{start.FileName}' ended with {_process.ExitCode}.");
            if (watch.Elapsed > Patience) throw new TimeoutException($"'{start.FileName}' does not answer on port {Port}.");
        }
    }

    /// <summary>Ends it as an operator would, so that it writes down what it has; its data stay.</summary>
    public async Task StopAsync()
    {
        if (_process is null) return;
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Kills it; what it had written down stays.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Kills it and deletes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The arguments that make it use <see cref="Port"/> and <see cref="Folder"/>.</summary>
    protected abstract IEnumerable<string> Arguments();

    private IEnumerable<string> Candidates() => program.Contains('/', StringComparison.Ordinal)
        ? [program]
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program));

    private async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Below the range that systems hand out by themselves, so that a restart finds it free.
    private static int FreePort()
    {
        while (true)
        {
            int port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another.
            }
        }
    }
}
