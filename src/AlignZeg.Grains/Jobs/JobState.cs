using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Grains.Jobs;

/// <summary>What a job must not forget, and the rules of its life. Results are not in here: they are in the logs of its shards.</summary>
internal sealed class JobState
{
    /// <summary>The request; null until it is accepted.</summary>
    public JobRequest? Request { get; set; }

    /// <summary>W3C <c>traceparent</c> of the call that started it: what is done for the job belongs to that trace. Null where nobody listened.</summary>
    public string? Trace { get; set; }

    /// <summary>The dataset's version, as it was at the start.</summary>
    public DatasetVersion? Dataset { get; set; }

    /// <summary>Where the job stands; never <see cref="JobPhase.Blocked"/>, which ends with the activation or follows from the counts.</summary>
    public JobPhase Phase { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Shards of which every image has a result.</summary>
    public SortedSet<int> DoneShards { get; set; } = [];

    /// <summary>What the done shards with failures have counted: so much is taken back when these are tried again.</summary>
    public SortedDictionary<int, ShardCounts> FlawedShards { get; set; } = [];

    /// <summary>Shards that were done and are not any more, as they are without the failures to be tried again.</summary>
    public SortedDictionary<int, ShardCounts> ReopenedShards { get; set; } = [];

    /// <summary>Every retry that was asked for, in order.</summary>
    public List<RetryOrder> Retries { get; set; } = [];

    /// <summary>Labelled images of the done shards.</summary>
    public int Ok { get; set; }

    /// <summary>Failed images of the done shards.</summary>
    public int Failed { get; set; }

    /// <summary>Images computed more than once in the done shards.</summary>
    public int Recomputed { get; set; }

    /// <summary>What the done shards have used.</summary>
    public LabellingUsage Usage { get; set; } = LabellingUsage.None;

    /// <summary>Failed images of the done shards by reason.</summary>
    public SortedDictionary<string, int> FailuresByReason { get; set; } = [];

    /// <summary>What the tenant's webhooks are to be told.</summary>
    public JobAnnouncements Announcements { get; set; } = new();

    /// <summary>Takes the first request; later ones have to be the same, but for their terms.</summary>
    /// <returns>True if it is the first.</returns>
    /// <exception cref="JobConflictException">It is another request.</exception>
    /// <exception cref="InvalidJobTermsException">A term, or a number of the tiles, is out of its range.</exception>
    public bool Accept(JobKey job, JobRequest request)
    {
        request.Terms?.Check();
        request.Tiling?.Check();
        if (Request is null) return true;
        if (DifferenceFrom(request) is { } difference) throw new JobConflictException(job.ToString(), difference);
        return false;
    }

    /// <summary>The terms of the newest start hold; true if they are others than before.</summary>
    public bool TakeTerms(JobTerms? terms)
    {
        if ((Request!.Terms ?? JobTerms.Default) == (terms ?? JobTerms.Default)) return false;
        Request = Request with { Terms = terms };
        return true;
    }

    /// <summary>Begins with an accepted request.</summary>
    public void Begin(JobRequest request, DatasetVersion dataset, DateTimeOffset now, string? trace = null) =>
        (Request, Dataset, Phase, StartedAt, Trace) = (request, dataset, JobPhase.Running, now, trace);

    /// <summary>The lowest shards that are not done, at most so many.</summary>
    public IReadOnlyList<int> NextShards(int most) => [.. Enumerable.Range(0, Dataset!.Shards()).Where(shard => !DoneShards.Contains(shard)).Take(most)];

    /// <summary>Counts a shard once, however often it says that it is done; with the last one the job is completed.</summary>
    /// <returns>True if anything changed.</returns>
    public bool ShardDone(int shard, ShardCounts counts, DateTimeOffset now)
    {
        if (counts.Retries < Retries.Count || !counts.IsDone() || !DoneShards.Add(shard)) return false; // from before a retry: it will say so again
        ReopenedShards.Remove(shard);
        Announcements.NoteBatch(shard, counts);
        if (counts.Failed > 0) FlawedShards[shard] = counts;
        Tally(counts, 1);
        Usage = Usage.Plus(counts.Usage);
        if (DoneShards.Count == Dataset!.Shards() && Phase is JobPhase.Running or JobPhase.Paused) (Phase, EndedAt) = (JobPhase.Completed, now);
        return true;
    }

    /// <summary>Opens failed images again; a completed job runs again.</summary>
    /// <param name="job">For the exception.</param>
    /// <param name="reasons">Only these reason codes; null = all.</param>
    /// <param name="number">Which retry it is; null = the next.</param>
    /// <param name="open">The open shards as last known: their failures are meant too.</param>
    /// <returns>True if anything changed: false without such failures, and for a retry that was made.</returns>
    /// <exception cref="JobPhaseException">Cancelled.</exception>
    public bool Retry(JobKey job, IReadOnlyList<string>? reasons, int? number, IReadOnlyDictionary<int, ShardCounts> open)
    {
        if (Phase == JobPhase.Cancelled) throw new JobPhaseException(job.ToString(), "retried", Phase);
        var order = new RetryOrder(Retries.Count + 1, reasons);
        bool Meant(ShardCounts counts) => counts.FailuresByReason.Keys.Any(order.Covers);
        var flawed = FlawedShards.Where(entry => Meant(entry.Value)).Select(entry => entry.Key).ToArray();
        if (number <= Retries.Count || (flawed.Length == 0 && !open.Values.Any(Meant))) return false;
        Retries.Add(order);
        foreach (int shard in flawed) Reopen(shard, order);
        if (Phase == JobPhase.Completed && flawed.Length > 0) (Phase, EndedAt) = (JobPhase.Running, null);
        return true;
    }

    /// <summary>Pauses; true if anything changed.</summary>
    /// <exception cref="JobPhaseException">It has ended.</exception>
    public bool Pause(JobKey job) => Change(job, "paused", JobPhase.Paused, JobPhase.Running);

    /// <summary>Goes on after a pause; true if anything changed.</summary>
    /// <exception cref="JobPhaseException">It has ended.</exception>
    public bool Resume(JobKey job) => Change(job, "resumed", JobPhase.Running, JobPhase.Paused);

    /// <summary>Ends it; true if anything changed.</summary>
    /// <exception cref="JobPhaseException">It is completed.</exception>
    public bool Cancel(JobKey job, DateTimeOffset now)
    {
        if (!Change(job, "cancelled", JobPhase.Cancelled, JobPhase.Running, JobPhase.Paused)) return false;
        EndedAt = now;
        return true;
    }

    /// <summary>The counts, with those of the open shards added to those of the done ones. A shard that is done and still held to be open is counted once.</summary>
    public JobCounts Count(IReadOnlyDictionary<int, ShardCounts> open)
    {
        ShardCounts[] others = [.. open.Where(entry => !DoneShards.Contains(entry.Key)).Select(entry => entry.Value), .. ReopenedShards.Where(entry => !open.ContainsKey(entry.Key)).Select(entry => entry.Value)];
        var reasons = new SortedDictionary<string, int>(FailuresByReason);
        foreach (var (reason, count) in others.SelectMany(shard => shard.FailuresByReason)) reasons[reason] = reasons.GetValueOrDefault(reason) + count;
        return new(
            Dataset!.Images,
            Ok + others.Sum(shard => shard.Ok),
            Failed + others.Sum(shard => shard.Failed),
            others.Sum(shard => shard.Leased),
            Recomputed + others.Sum(shard => shard.Recomputed),
            new Dictionary<string, int>(reasons),
            others.Aggregate(Usage, (sum, shard) => sum.Plus(shard.Usage)));
    }

    /// <summary>Why a job with these counts should not go on by itself: more images failed than its terms allow. Null if it should.</summary>
    public string? Hopelessness(JobCounts counts)
    {
        if (Phase != JobPhase.Running || Request!.Terms?.MaxFailures is not { } most || counts.Failed <= most) return null;
        var (reason, count) = counts.FailuresByReason.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).FirstOrDefault();
        return $"{counts.Failed:N0} of {counts.Done():N0} images failed, and the job allows {most:N0}; the most frequent reason is '{reason}' ({count:N0}). "
            + "The list of failures says which; start the job with a higher limit to go on, or retry the failed images.";
    }

    private void Reopen(int shard, RetryOrder order)
    {
        var counts = FlawedShards[shard];
        FlawedShards.Remove(shard);
        DoneShards.Remove(shard);
        Tally(counts, -1);
        Usage = Usage.Minus(counts.Usage);
        var left = counts.FailuresByReason.Where(entry => !order.Covers(entry.Key)).ToDictionary();
        ReopenedShards[shard] = counts with { Failed = left.Values.Sum(), FailuresByReason = left, Leased = 0 };
    }

    private void Tally(ShardCounts counts, int sign)
    {
        (Ok, Failed, Recomputed) = (Ok + sign * counts.Ok, Failed + sign * counts.Failed, Recomputed + sign * counts.Recomputed);
        foreach (var (reason, count) in counts.FailuresByReason)
        {
            FailuresByReason[reason] = FailuresByReason.GetValueOrDefault(reason) + sign * count;
            if (FailuresByReason[reason] == 0) FailuresByReason.Remove(reason);
        }
    }

    private bool Change(JobKey job, string asked, JobPhase to, params JobPhase[] from)
    {
        if (Phase == to) return false;
        if (!from.Contains(Phase)) throw new JobPhaseException(job.ToString(), asked, Phase);
        Phase = to;
        return true;
    }

    private string? DifferenceFrom(JobRequest other) => Request switch
    {
        null => null,
        _ when Request.Dataset != other.Dataset || Request.DatasetVersion != other.DatasetVersion => "set of images",
        _ when Request.Vocabulary != other.Vocabulary || Request.VocabularyVersion != other.VocabularyVersion => "vocabulary",
        _ when Request.Model.Model != other.Model.Model || Request.Model.Hash != other.Model.Hash => "model",
        _ when Request.Outputs != other.Outputs => "choice of outputs",
        _ when Request.Tiling != other.Tiling => "choice of tiles for large pictures",
        _ => null,
    };
}
