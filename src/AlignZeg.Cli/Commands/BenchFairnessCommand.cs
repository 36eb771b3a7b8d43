using System.CommandLine;
using AlignZeg.Cli.Benchmarks;
using AlignZeg.Cli.Labelling;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg bench fairness</c>.</summary>
internal static class BenchFairnessCommand
{
    private static readonly Option<int> Rounds = new("--rounds", "-r") { Description = "How many small jobs are started, one after another.", DefaultValueFactory = _ => 20 };

    private static readonly Option<int> Huge = new("--huge") { Description = "Images of the job that has all workers.", DefaultValueFactory = _ => 1_000_000 };

    private static readonly Option<int> Small = new("--small") { Description = "Images of each small job.", DefaultValueFactory = _ => 100 };

    private static readonly Option<int> DeviceMs = new("--device-ms") { Description = "Milliseconds that a device takes per image.", DefaultValueFactory = _ => 50 };

    private static readonly Option<int> Workers = new("--workers") { Description = "Device threads. Default: one per processor.", DefaultValueFactory = _ => EmbeddedPlatform.DefaultWorkers };

    public static Command Create()
    {
        var command = new Command("fairness", "How long a small job waits for its first result under a huge job of another tenant, with devices that only take time.")
        {
            Rounds, Huge, Small, DeviceMs, Workers, CommonOptions.Json,
        };
        Rounds.RequireBetween(1, 10_000);
        Huge.RequireBetween(1, 10_000_000);
        Small.RequireBetween(1, 100_000);
        DeviceMs.RequireBetween(0, 60_000);
        Workers.RequireBetween(1, 64);
        command.SetAction((parsed, cancellationToken) => new FairnessBenchmark(
            parsed.GetValue(Rounds), parsed.GetValue(Huge), parsed.GetValue(Small), parsed.GetValue(DeviceMs), parsed.GetValue(Workers), parsed.GetValue(CommonOptions.Json)).RunAsync(cancellationToken));
        return command;
    }
}
