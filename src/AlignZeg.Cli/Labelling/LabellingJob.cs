using System.Runtime.CompilerServices;
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
    /// <summary>Whom the images and results of this program belong to.</summary>
    public const string Tenant = "local";

    private const int Uploads = 8;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200), LongestGlance = TimeSpan.FromSeconds(3);

    /// <summary>Named by its content: jobs with the same classes share one vocabulary, and what was embedded for it.</summary>
    private VocabularyKey Vocabulary { get; } = new(Tenant, VocabularyJson.Hash(plan.Vocabulary)[..16]);

    /// <summary>Images with a result, as last heard.</summary>
    public long Done { get; private set; }

    /// <summary>Labels what has no result yet, and makes every shard a part.</summary>
    public async Task<JobFacts> RunAsync(OutputFolder output, ShardParts parts, CancellationToken cancellationToken)
    {
        await using var platform = await Platforms.StartAsync(plan, output.State, view, cancellationToken);
        var texts = await TextEncoderRuns.BeginAsync(platform.Grains, plan.Model.Model, cancellationToken);
        var (model, _) = await ModelLoading.LoadAsync(platform, plan, view, time, cancellationToken);
        var (vocabulary, seen) = await Insistence.CallAsync(() => PublishAsync(platform, model, cancellationToken), cancellationToken);
        var (datasetKey, dataset) = await Insistence.CallAsync(() => RegisterAsync(platform, cancellationToken), cancellationToken);
        var request = new JobRequest(datasetKey, dataset.Number, Vocabulary, vocabulary.Number, model, new(plan.Request.Confidence, plan.Request.Overlay), Terms(), plan.Request.Tiling);
        var key = new JobKey(Tenant, id);
        var job = platform.Grains.GetGrain<IJobGrain>(key.ToString());
        var start = time.GetTimestamp();
        var begun = await Insistence.CallAsync(() => job.StartAsync(request, cancellationToken), cancellationToken);
        if (plan.Request.RetryFailed) begun = await RetryAsync(job, begun, cancellationToken);
        if (begun.Counts.Done() > 0) view.Stage($"Going on: {Figures.Count(begun.Counts.Done())} of {Figures.Images(begun.Counts.Total)} have their result already");
        var collector = new ResultCollector(platform.Grains, key, new OutputFiles(output.Root, platform), new ImageScorer(plan.ClassNames, plan.Truth), parts);
        var (ended, elapsed) = await FollowAsync(
            job, begun, new FailureList(output.Root), start, token => collector.CollectAsync(output.Root, plan.Images.Entries, begun.Shards, dataset.ShardSize, token), cancellationToken);
        return new()
        {
            Job = id,
            Model = $"{plan.Model.Model} ({plan.Model.Hash[..12]})",
            Vocabulary = plan.Vocabulary.Name,
            Shards = begun.Shards,
            Seen = seen,
            Labelled = ended.Counts.Done() - begun.Counts.Done(),
            Seconds = elapsed.TotalSeconds,
            Recomputed = ended.Counts.Recomputed,
            Usage = ended.Counts.Usage,
            TextRuns = await texts.CountAsync(cancellationToken),
        };
    }

    private async Task<(JobStatus Ended, TimeSpan Elapsed)> FollowAsync(
        IJobGrain job, JobStatus begun, FailureList failures, long start, Func<CancellationToken, Task> collect, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var collecting = collect(ending.Token);
        try
        {
            var status = begun;
            string? told = null;
            while (!status.IsAtRest() && !collecting.IsFaulted)
            {
                if (status.Problem is { } hindrance && hindrance != told) view.Stage(told = hindrance);
                Show(status, begun, start, view.Update);
                status = await Insistence.CallAsync(() => job.WaitAsync(Glance, cancellationToken), cancellationToken, LongestGlance);
            }
            var elapsed = time.GetElapsedTime(start);
            if (status.Phase is not JobPhase.Completed && !collecting.IsFaulted)
            {
                await failures.WriteAsync(job, cancellationToken);
                throw CommandException.Failed(Unfinished(status));
            }
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

    private JobTerms Terms() => new(plan.Request.Priority, plan.Request.Deadline, plan.Request.MaxFailures);

    private async Task<JobStatus> RetryAsync(IJobGrain job, JobStatus begun, CancellationToken cancellationToken)
    {
        if (begun.Counts.Failed > 0) view.Stage($"Trying {Figures.Images(begun.Counts.Failed)} again that failed");
        return await Insistence.CallAsync(() => job.RetryFailedAsync(null, begun.Retries + 1, cancellationToken), cancellationToken);
    }

    private string Unfinished(JobStatus status)
    {
        if (status.Counts.Failed <= plan.Request.MaxFailures || plan.Request.MaxFailures is not { } most)
            return $"{status.Problem ?? $"The job was {status.Phase.ToString().ToLowerInvariant()}."} Run the same command again to go on.";
        var (reason, count) = status.Counts.FailuresByReason.MaxBy(entry => entry.Value);
        return $"{Figures.Count(status.Counts.Failed)} of {Figures.Images(status.Counts.Done())} failed, more than --max-failures {most}, mostly for '{reason}' ({Figures.Count(count)}); "
            + $"see {FailureList.FileName} in the output folder, then run the same command with a higher limit, or with --retry-failed.";
    }

    private void Show(JobStatus status, JobStatus begun, long start, Action<ProgressSnapshot> show)
    {
        Done = status.Counts.Done();
        show(new(Done, status.Counts.Total, status.Counts.Failed, begun.Counts.Done(), time.GetElapsedTime(start)) { Job = status });
    }

    private async Task<(VocabularyVersion Version, bool?[] Seen)> PublishAsync(IPlatform platform, ModelBundle model, CancellationToken cancellationToken)
    {
        var grain = platform.Grains.GetGrain<IVocabularyGrain>(Vocabulary.ToString());
        var version = await grain.PublishAsync(plan.Vocabulary, cancellationToken);
        var blob = await grain.GetClassifierAsync(version.Number, model, cancellationToken);
        var classifier = Classifier.FromBytes(await platform.ReadAsync(blob.Name, cancellationToken));
        var seen = new bool?[plan.ClassNames.Count];
        foreach (var (recognised, position) in plan.Vocabulary.RecognisedIds().Select((one, position) => (one, position))) seen[recognised] = classifier.Seen[position];
        return (version, seen);
    }

    private async Task<(DatasetKey Key, DatasetVersion Version)> RegisterAsync(IPlatform platform, CancellationToken cancellationToken)
    {
        var key = new DatasetKey(Tenant, id);
        if (plan.Request.Cluster is not null) view.Stage($"Uploading {Figures.Images(plan.Images.Count)}, those that are not there yet");
        var manifest = await ManifestParts.WriteAsync(
            OfferAsync(platform, cancellationToken), (part, bytes) => platform.WriteAsync($"tenants/{Tenant}/datasets/{id}/manifest/{part:D6}.jsonl", bytes, cancellationToken));
        return (key, await platform.Grains.GetGrain<IDatasetGrain>(key.ToString()).RegisterPartsAsync(manifest, cancellationToken));
    }

    // Part by part: what a large dataset's entries say is not held whole.
    private async IAsyncEnumerable<DatasetImage> OfferAsync(IPlatform platform, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var images in plan.Images.Entries.Chunk(ManifestParts.PartSize))
        {
            var entries = new DatasetImage[images.Length];
            await Parallel.ForAsync(0, images.Length, new ParallelOptions { MaxDegreeOfParallelism = Uploads, CancellationToken = cancellationToken }, async (i, token) =>
                entries[i] = new(images[i].Name, images[i].Stem, await Insistence.CallAsync(() => platform.OfferImageAsync(images[i], token), token), images[i].Bytes));
            foreach (var entry in entries) yield return entry;
        }
    }
}
