using AlignZeg.Cli.Clusters;
using AlignZeg.Cli.Progress;

namespace AlignZeg.Cli.Labelling;

/// <summary>Where a request is run.</summary>
internal static class Platforms
{
    /// <summary>The cluster that the request names, or a silo in this process.</summary>
    /// <param name="plan">The request.</param> <param name="state">Folder of a silo in this process; a cluster needs none.</param>
    /// <param name="view">Hears that it connects.</param> <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<IPlatform> StartAsync(LabelPlan plan, string state, IProgressView view, CancellationToken cancellationToken)
    {
        if (plan is not { Cluster: { } cluster, Request.Cluster: { } file }) return await EmbeddedPlatform.StartAsync(state, plan.Request, cancellationToken);
        view.Stage($"Connecting to the cluster of {file}");
        return await ClusterPlatform.ConnectAsync(file, cluster, cancellationToken);
    }
}
