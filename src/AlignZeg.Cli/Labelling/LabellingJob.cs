using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Labelling;

/// <summary>One run of a job on a platform in this process: registers what it needs, starts it, watches it, and collects its results.</summary>
internal sealed class LabellingJob(LabelPlan plan, string id, IProgressView view, TimeProvider time)
{
    private const string Tenant = "local";
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    /// <summary>Images with a result, as last heard.</summary>
    public long Done { get; private set; }

    /// <summary>Labels what has no result yet, and makes every shard a part.</summary>
    public async Task<JobFacts> RunAsync(OutputFolder output, ShardParts parts, CancellationToken cancellationToken)
    {
        view.Stage($"Loading the model and embedding {Figures.Count(plan.ClassNames.Count)} classes");
        await using var platform = await EmbeddedPlatform.StartAsync(output.State, plan.Request, cancellationToken);
        await LoadModelAsync(platform, cancellationToken);
        var (vocabulary, seen) = await PublishAsync(platform, cancellationToken);
        var (datasetKey, dataset) = await RegisterAsync(platform, cancellationToken);
        var vocabularyKey = new VocabularyKey(Tenant, id);
        var request = new JobRequest(datasetKey, dataset.Number, vocabularyKey, vocabulary.Number, plan.Model, new(plan.Request.Confidence, plan.Request.Overlay));
        var key = new JobKey(Tenant, id);
        var job = platform.Grains.GetGrain<IJobGrain>(key.ToString());
        var start = time.GetTimestamp();
        var begun = await job.StartAsync(request, cancellationToken);
        if (begun.Counts.Done() > 0) view.Stage($"Going on: {Figures.Count(begun.Counts.Done())} of {Figures.Images(begun.Counts.Total)} have their result already");
        var collector = new ResultCollector(platform.Grains, key, new OutputFiles(output.Root, platform.PathOf), new ImageScorer(plan.ClassNames, plan.Truth), parts);
        var (ended, elapsed) = await FollowAsync(
            job, begun, start, token => collector.CollectAsync(output.Root, plan.Images.Entries, begun.Shards, dataset.ShardSize, token), cancellationToken);
        return new()
        {
            Job = id,
            Model = $"{plan.Model.Model} ({plan.Model.Hash[..12]})",
            Vocabulary = plan.Vocabulary.Name,
            Shards = begun.Shards,
            Seen = plan.Seen ?? seen,
            Labelled = ended.Counts.Done() - begun.Counts.Done(),
            Seconds = elapsed.TotalSeconds,
            Recomputed = ended.Counts.Recomputed,
        };
    }

    private async Task<(JobStatus Ended, TimeSpan Elapsed)> FollowAsync(
        IJobGrain job, JobStatus begun, long start, Func<CancellationToken, Task> collect, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var collecting = collect(ending.Token);
        try
        {
            var status = begun;
            while (status.Phase == JobPhase.Running && !collecting.IsFaulted)
            {
                Show(status, begun, start, view.Update);
                status = await job.WaitAsync(Glance, cancellationToken);
            }
            var elapsed = time.GetElapsedTime(start);
            if (status.Phase is not JobPhase.Completed && !collecting.IsFaulted)
                throw CommandException.Failed($"{status.Problem ?? $"The job was {status.Phase.ToString().ToLowerInvariant()}."} Run the same command again to go on.");
            await collecting;
            Show(status, begun, start, view.Finish);
            return (status, elapsed);
        }
        finally
        {
            await ending.CancelAsync();
            await collecting.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void Show(JobStatus status, JobStatus begun, long start, Action<ProgressSnapshot> show)
    {
        Done = status.Counts.Done();
        show(new(Done, status.Counts.Total, status.Counts.Failed, begun.Counts.Done(), time.GetElapsedTime(start)));
    }

    /// <summary>Loads the model on every device thread now: an error is said before anything is labelled, and the rate does not count it.</summary>
    private async Task LoadModelAsync(EmbeddedPlatform platform, CancellationToken cancellationToken)
    {
        var model = platform.Grains.GetGrain<IModelGrain>(plan.Model.Model.ToString());
        await model.RegisterAsync(plan.Model.Path, plan.Model.Hash, cancellationToken);
        var instances = await model.ListInstancesAsync(cancellationToken);
        var grains = instances.Select(instance => platform.Grains.GetGrain<IModelInstanceGrain>(instance.ToString())).ToArray();
        await Task.WhenAll(grains.Select(grain => grain.LoadAsync(plan.Model, cancellationToken)));
        await WordCheck.RequireKnownAsync(grains[0], plan.Model, plan.Vocabulary, cancellationToken);
    }

    private async Task<(VocabularyVersion Version, bool?[] Seen)> PublishAsync(EmbeddedPlatform platform, CancellationToken cancellationToken)
    {
        var grain = platform.Grains.GetGrain<IVocabularyGrain>(new VocabularyKey(Tenant, id).ToString());
        var version = await grain.PublishAsync(plan.Vocabulary, cancellationToken);
        var blob = await grain.GetClassifierAsync(version.Number, plan.Model, cancellationToken);
        var classifier = Classifier.FromBytes(await platform.ReadAsync(blob.Name, cancellationToken));
        var seen = new bool?[plan.ClassNames.Count];
        foreach (var (recognised, position) in plan.Vocabulary.RecognisedIds().Select((one, position) => (one, position))) seen[recognised] = classifier.Seen[position];
        return (version, seen);
    }

    private async Task<(DatasetKey Key, DatasetVersion Version)> RegisterAsync(EmbeddedPlatform platform, CancellationToken cancellationToken)
    {
        var key = new DatasetKey(Tenant, id);
        var entries = plan.Images.Entries.Select(image => new DatasetImage(image.Name, image.Stem, new Uri(image.Path).AbsoluteUri, image.Bytes));
        var manifest = await platform.WriteAsync($"tenants/{Tenant}/datasets/{id}/manifest.jsonl", DatasetManifest.Write(entries), cancellationToken);
        return (key, await platform.Grains.GetGrain<IDatasetGrain>(key.ToString()).RegisterAsync(manifest, cancellationToken));
    }
}
