using AlignZeg.Abstractions.Jobs;
using AlignZeg.Cli.Clusters;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;

namespace AlignZeg.Cli.Benchmarks.Clusters;

/// <summary>The same images labelled again and again by jobs of new names: a first one uploads them and loads the model, the others find all of it there.</summary>
internal sealed class ClusterJobs : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);
    private readonly ClusterPlatform _platform;
    private readonly JobRequest _request;

    private ClusterJobs(ClusterPlatform platform, JobRequest request) => (_platform, _request) = (platform, request);

    /// <summary>Runs the first job.</summary>
    /// <param name="plan">With its cluster.</param> <param name="root">A folder for its results.</param> <param name="cancellationToken">Ends it.</param>
    public static async Task<ClusterJobs> PrepareAsync(LabelPlan plan, string root, CancellationToken cancellationToken)
    {
        string id = plan.Fingerprint().JobId;
        using (var output = OutputFolder.Open(Path.Combine(root, "first")))
            await new LabellingJob(plan, id, new SilentView(), TimeProvider.System).RunAsync(output, new ShardParts(Path.Combine(output.State, "parts"), output.Root), cancellationToken);
        var platform = await ClusterPlatform.ConnectAsync(plan.Request.Cluster!, plan.Cluster!, cancellationToken);
        var request = await Insistence.CallAsync(() => platform.Grains.GetGrain<IJobGrain>(KeyOf(id).ToString()).GetRequestAsync(cancellationToken), cancellationToken);
        return new(platform, request);
    }

    public static JobKey KeyOf(string job) => new(LabellingJob.Tenant, job);

    /// <summary>Starts a job under a new name.</summary>
    public Task StartAsync(string job, CancellationToken cancellationToken) =>
        Insistence.CallAsync(() => Grain(job).StartAsync(_request, cancellationToken), cancellationToken);

    /// <summary>Waits until every image of a job has its result.</summary>
    /// <exception cref="CommandException">It came to rest without.</exception>
    public async Task<JobCounts> FinishAsync(string job, CancellationToken cancellationToken)
    {
        while (true)
        {
            var status = await Insistence.CallAsync(() => Grain(job).WaitAsync(Glance, cancellationToken), cancellationToken);
            if (status.Phase == JobPhase.Completed) return status.Counts;
            if (status.Phase != JobPhase.Running) throw CommandException.Failed($"The job of the benchmark ended: {status.Problem ?? status.Phase.ToString()}");
        }
    }

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    private IJobGrain Grain(string job) => _platform.Grains.GetGrain<IJobGrain>(KeyOf(job).ToString());
}
