using System.CommandLine;
using AlignZeg.Cli.Clusters;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg serve --role all|api|worker --config FILE</c>.</summary>
internal static class ServeCommand
{
    private static readonly Option<string> Config = new("--config", "-c") { Description = "Configuration of the cluster.", DefaultValueFactory = _ => "configs/cluster/single.json" };

    private static readonly Option<string> Role = new("--role") { Description = "all, api (grains, no devices: never loads torch) or worker (devices).", DefaultValueFactory = _ => "all" };

    private static readonly Option<string?> Name = new("--name") { Description = "Name of this silo, unique in the cluster. Default: machine and port." };

    private static readonly Option<int?> SiloPort = new("--silo-port") { Description = "Port for other silos, in place of the configuration's." };

    private static readonly Option<int?> GatewayPort = new("--gateway-port") { Description = "Port for clients of the cluster, in place of the configuration's." };

    private static readonly Option<string?> Http = new("--http") { Description = "Address of the HTTP API, in place of the configuration's, for example http://127.0.0.1:8080." };

    private static readonly Option<bool> Check = new("--check") { Description = "Read the configuration, its secrets and the environment, say what is wrong or that nothing is, and start nothing." };

    public static Command Create()
    {
        var command = new Command("serve", "Run a silo of a cluster until it is told to stop (Ctrl+C, SIGTERM); then it ends its batches, gives the rest back and leaves.")
        {
            Config, Role, Name, SiloPort, GatewayPort, Http, Check,
        };
        Role.AcceptOnlyFromAmong("all", "api", "worker");
        foreach (var port in new[] { SiloPort, GatewayPort }) port.RequireBetween(1, 65_535);
        command.SetAction((parsed, cancellationToken) =>
        {
            var silo = new ClusterSilo(ClusterFile.Read(parsed.GetRequiredValue(Config), Overrides(parsed)), parsed.GetRequiredValue(Role));
            return parsed.GetValue(Check) ? Task.FromResult(silo.Check()) : silo.RunAsync(cancellationToken);
        });
        return command;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Overrides(ParseResult parsed) => new Dictionary<string, string?>
    {
        ["Cluster:SiloName"] = parsed.GetValue(Name),
        ["Cluster:SiloPort"] = parsed.GetValue(SiloPort)?.ToString(),
        ["Http:Url"] = parsed.GetValue(Http),
        ["Cluster:GatewayPort"] = parsed.GetValue(GatewayPort)?.ToString(),
    }.Where(pair => pair.Value is not null);
}
