using System.CommandLine;
using AlignZeg.Cli.Benchmarks;
using AlignZeg.Cli.Benchmarks.Clusters;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg bench overhead</c> and <c>alignzeg bench failover</c>: a cluster of processes on this machine.</summary>
internal static class BenchClusterCommands
{
    private static readonly Option<int> Count = new("--count", "-n") { Description = "Number of images.", DefaultValueFactory = _ => 400 };

    private static readonly Option<int> Images = new("--count", "-n") { Description = "Number of images of the job that is disturbed, once per disturbance.", DefaultValueFactory = _ => 400 };

    private static readonly Option<int> Repetitions = new("--repetitions", "-r") { Description = "How often each way is measured; medians are reported.", DefaultValueFactory = _ => 5 };

    private static readonly Option<string?> Model = new("--model", "-m") { Description = "Folder of the model. Default: the one that ships with alignzeg." };

    private static readonly Option<string> Azurite = new("--azurite") { Description = "Azurite's blob server: a path, or a name on PATH.", DefaultValueFactory = _ => "azurite-blob" };

    private static readonly Option<string> Redis = new("--redis") { Description = "The Redis server: a path, or a name on PATH.", DefaultValueFactory = _ => "redis-server" };

    public static Command CreateOverhead()
    {
        var command = new Command("overhead", "Images/s of a cluster of processes (api, two workers, Redis, Azurite) over those of a plain loop with two threads.")
        {
            Count, Repetitions, Model, Azurite, Redis, CommonOptions.Json,
        };
        Count.RequireBetween(1, 100_000);
        Repetitions.RequireBetween(1, 100);
        command.SetAction((parsed, cancellationToken) => new OverheadBenchmark(
            parsed.GetValue(Count), parsed.GetValue(Repetitions), parsed.GetValue(Model), Servers(parsed), parsed.GetValue(CommonOptions.Json)).RunAsync(cancellationToken));
        return command;
    }

    public static Command CreateFailover()
    {
        var command = new Command("failover", "Seconds without a new durable result after a worker is killed, a worker is frozen for 15 s, and the api is killed.")
        {
            Images, Azurite, Redis, CommonOptions.Json,
        };
        Images.RequireBetween(50, 100_000); // a disturbance comes at a fifth, when there has to be something left to do
        command.SetAction((parsed, cancellationToken) => new FailoverBenchmark(
            parsed.GetValue(Images), Servers(parsed), parsed.GetValue(CommonOptions.Json)).RunAsync(cancellationToken));
        return command;
    }

    private static ServerPrograms Servers(ParseResult parsed) => new(parsed.GetRequiredValue(Azurite), parsed.GetRequiredValue(Redis));
}
