using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using AlignZeg.Warm;

namespace AlignZeg.Cli.Tests;

/// <summary>
/// The built executable, kept after a command for the next one: most of what a short command costs is the compiling of the code that starts a platform. Its code, its folder and its arguments are those of a process of its own;
/// shared are the environment, the absence of standard streams and what libraries keep, such as torch its number of threads. What is about processes (signals, several at once, the streams themselves, the first start) or about the
/// last bit of a training takes <see cref="AlignZegProcess"/>.
/// </summary>
internal sealed class WarmProgram : IDisposable
{
    private const int Longest = 40; // commands; so that what one leaves in memory has an end
    private static readonly ConcurrentBag<WarmProgram> Idle = [];
    private readonly Process _process;
    private readonly Task<string> _said;
    private int _commands;

    private WarmProgram()
    {
        var start = AlignZegProcess.Description(AlignZegProcess.Program, []);
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(WarmAnswer).Assembly.Location;
        _process = Process.Start(start)!;
        _said = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Runs one command line in a program that is idle, or in a new one. One that dies or does not answer fails the test and is not used again.</summary>
    public static async Task<Outcome> RunAsync(string[] arguments)
    {
        if (!Idle.TryTake(out var program)) program = new();
        try
        {
            var outcome = await program.AskAsync(arguments);
            if (program._commands >= Longest) program.Dispose();
            else Idle.Add(program);
            return outcome;
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }

    /// <summary>Ends those that are idle.</summary>
    public static void EndAll()
    {
        while (Idle.TryTake(out var program)) program.Dispose();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task<Outcome> AskAsync(string[] arguments)
    {
        _commands++;
        string command = string.Join(' ', arguments);
        using var deadline = new CancellationTokenSource(AlignZegProcess.Deadline);
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(arguments).AsMemory(), deadline.Token);
            await _process.StandardInput.FlushAsync(deadline.Token);
            string answer = await _process.StandardOutput.ReadLineAsync(deadline.Token) ?? throw new InvalidOperationException($"alignzeg ended within '{command}':\n{await _said}");
            var (exitCode, output, error) = JsonSerializer.Deserialize<WarmAnswer>(answer)!;
            return new(exitCode, output, error);
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"'alignzeg {command}' did not end within {AlignZegProcess.Deadline}", exception);
        }
    }
}
