using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AlignZeg.Cli.Tests;

/// <summary>The built executable, run as a person runs it.</summary>
internal sealed partial class AlignZegProcess : IDisposable
{
    internal static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4); // for what hangs; machines are shared and slow
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task<string> _error;
    private Task? _rest;

    private AlignZegProcess(Process process) => (_process, _error) = (process, process.StandardError.ReadToEndAsync());

    public static string Program { get; } = FindProgram();

    public static AlignZegProcess Start(params string[] arguments) => StartProgram(Program, arguments);

    /// <summary>Starts a copy of the executable, or it in another environment.</summary>
    public static AlignZegProcess StartProgram(string program, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = Description(program, arguments);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new(process);
    }

    /// <summary>How it is started: its streams are pipes, and it is in no folder of the project.</summary>
    internal static ProcessStartInfo Description(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (string own in (string[])["ALIGNZEG_TRACE", "OMP_WAIT_POLICY"]) start.Environment.Remove(own); // who runs the tests may have set them
        return start;
    }

    /// <summary>Runs one command line to its end, in a process that may have run others (<see cref="WarmProgram"/>).</summary>
    public static Task<Outcome> RunAsync(params string[] arguments) => WarmProgram.RunAsync(arguments);

    /// <summary>Runs one command line to its end, in a process of its own.</summary>
    public static Task<Outcome> RunAloneAsync(params string[] arguments) => RunProgramAsync(Program, arguments);

    /// <summary>Runs a copy of the executable.</summary>
    public static async Task<Outcome> RunProgramAsync(string program, params string[] arguments)
    {
        using var process = StartProgram(program, arguments);
        return await process.EndAsync();
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Reads JSON events until one satisfies the condition.</summary>
    /// <returns>False if the process ended before.</returns>
    public Task<bool> ReadUntilAsync(Func<JsonElement, bool> condition) => ReadLinesUntilAsync(line => condition(JsonDocument.Parse(line).RootElement));

    /// <summary>Reads lines until one satisfies the condition.</summary>
    /// <returns>False if the process ended before.</returns>
    public async Task<bool> ReadLinesUntilAsync(Func<string, bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            Keep(line + '\n');
            if (condition(line)) return true;
        }
        return false;
    }

    /// <summary>Goes on reading what it writes, so that a full pipe never stops a process that nobody listens to. <see cref="EndAsync"/> has it all.</summary>
    public void Drain() => _rest ??= ReadRestAsync();

    /// <summary>Waits for the end.</summary>
    /// <param name="longest">When it is killed and the test fails. Default: four minutes.</param>
    public async Task<Outcome> EndAsync(TimeSpan? longest = null)
    {
        using var deadline = new CancellationTokenSource(longest ?? Deadline);
        Drain();
        try
        {
            await _rest!.WaitAsync(deadline.Token);
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException exception)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"alignzeg did not end within {longest ?? Deadline}; output so far:\n{OutputSoFar()}", exception);
        }
        return new(_process.ExitCode, OutputSoFar(), await _error);
    }

    public void Signal(int number) => Assert.Equal(0, SendSignal(_process.Id, number));

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    // As it comes, so that of one that hangs there is something to see.
    private async Task ReadRestAsync()
    {
        char[] piece = new char[4096];
        for (int read; (read = await _process.StandardOutput.ReadAsync(piece)) > 0;) Keep(piece.AsSpan(0, read));
    }

    private void Keep(ReadOnlySpan<char> text)
    {
        lock (_output) _output.Append(text);
    }

    private string OutputSoFar()
    {
        lock (_output) return _output.ToString();
    }

    private static string FindProgram()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AlignZeg.Orleans.sln"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "src", "AlignZeg.Cli", "bin", configuration, "net10.0", "alignzeg");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SendSignal(int process, int signal);
}
