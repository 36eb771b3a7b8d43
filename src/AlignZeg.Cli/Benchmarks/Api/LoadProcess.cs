using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Remote;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Benchmarks.Api;

/// <summary>Callers of the API in a process of their own, so that their memory is not the server's.</summary>
/// <param name="Server">Where it is.</param> <param name="Key">Travels in the environment.</param> <param name="Connections">Callers at a time.</param>
internal sealed record LoadProcess(Uri Server, string Key, int Connections)
{
    /// <summary>Runs one phase.</summary>
    /// <exception cref="CommandException">It failed; its own words are on standard error.</exception>
    public async Task<LoadFigures> RunAsync(LoadPhase phase, CancellationToken cancellationToken)
    {
        string[] arguments = ["bench", "api-load", Server.ToString(), phase.Name, phase.Job, Text(Connections), Text(phase.Seconds), Text(phase.Expected)];
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[RemoteOptions.KeyVariable] = Key;
        using var process = Process.Start(start)!;
        await using var end = cancellationToken.Register(process.Kill);
        string line = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<LoadFigures>(line, ResultJson.Line)! : throw CommandException.Failed($"The callers of the phase '{phase.Name}' failed.");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What callers do.</summary>
/// <param name="Name"><c>live</c>, <c>status</c>, <c>pages</c> or <c>stream</c>.</param> <param name="Job">Whose status or results.</param>
/// <param name="Seconds">How long; of a stream, at most.</param> <param name="Expected">Results that a stream has.</param>
internal sealed record LoadPhase(string Name, string Job, int Seconds, int Expected);

/// <summary>What callers measured.</summary>
/// <param name="Requests">That were answered.</param> <param name="Seconds">From the first to the last.</param> <param name="P50Ms">Half of the answers were whole after this.</param>
/// <param name="P99Ms">99 % of them.</param> <param name="Records">Results in them.</param> <param name="Faults">Consumers of streams that missed a result or had one twice.</param>
internal sealed record LoadFigures(long Requests, double Seconds, double P50Ms, double P99Ms, long Records, int Faults)
{
    public double RequestsPerSecond() => Requests / Seconds;

    public double RecordsPerSecond() => Records / Seconds;
}
