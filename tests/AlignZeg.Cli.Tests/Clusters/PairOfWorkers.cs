namespace AlignZeg.Cli.Tests.Clusters;

/// <summary>A cluster with two workers for the tests of a class, which leave it as they found it.</summary>
public sealed class PairOfWorkers : IAsyncLifetime
{
    private ClusterProcesses? _cluster;

    public static IReadOnlyList<string> Silos => ["api", "worker1", "worker2"];

    internal ClusterProcesses Cluster => _cluster!;

    public async ValueTask InitializeAsync() => _cluster = await ClusterProcesses.StartAsync(workers: 2);

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}
