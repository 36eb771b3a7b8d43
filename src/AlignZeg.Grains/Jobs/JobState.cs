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

    /// <summary>The dataset's version, as it was at the start.</summary>
    public DatasetVersion? Dataset { get; set; }

    /// <summary>Where the job stands; never <see cref="JobPhase.Blocked"/>, which ends with the activation.</summary>
    public JobPhase Phase { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Shards of which every image has a result.</summary>
    public SortedSet<int> DoneShards { get; set; } = [];

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

    /// <summary>Takes the first request; later ones have to be the same.</summary>
    /// <returns>True if it is the first.</returns>
    /// <exception cref="JobConflictException">It is another request.</exception>
    public bool Accept(JobKey job, JobRequest request)
    {
        if (Request is null) return true;
        if (DifferenceFrom(request) is { } difference) throw new JobConflictException(job.ToString(), difference);
        return false;
    }

    /// <summary>Begins with an accepted request.</summary>
    public void Begin(JobRequest request, DatasetVersion dataset, DateTimeOffset now) =>
        (Request, Dataset, Phase, StartedAt) = (request, dataset, JobPhase.Running, now);

    /// <summary>The lowest shards that are not done, at most so many.</summary>
    public IReadOnlyList<int> NextShards(int most) => [.. Enumerable.Range(0, Dataset!.Shards()).Where(shard => !DoneShards.Contains(shard)).Take(most)];

    /// <summary>Counts a shard once, however often it says that it is done; with the last one the job is completed.</summary>
    /// <returns>True if anything changed.</returns>
    public bool ShardDone(int shard, ShardCounts counts, DateTimeOffset now)
    {
        if (!DoneShards.Add(shard)) return false;
        (Ok, Failed, Recomputed) = (Ok + counts.Ok, Failed + counts.Failed, Recomputed + counts.Recomputed);
        Usage = Usage.Plus(counts.Usage);
        foreach (var (reason, count) in counts.FailuresByReason) FailuresByReason[reason] = FailuresByReason.GetValueOrDefault(reason) + count;
        if (DoneShards.Count == Dataset!.Shards() && Phase is JobPhase.Running or JobPhase.Paused) (Phase, EndedAt) = (JobPhase.Completed, now);
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

    /// <summary>The counts, with those of the open shards added to those of the done ones.</summary>
    public JobCounts Count(IReadOnlyCollection<ShardCounts> open)
    {
        var reasons = new SortedDictionary<string, int>(FailuresByReason);
        foreach (var (reason, count) in open.SelectMany(shard => shard.FailuresByReason)) reasons[reason] = reasons.GetValueOrDefault(reason) + count;
        return new(
            Dataset!.Images,
            Ok + open.Sum(shard => shard.Ok),
            Failed + open.Sum(shard => shard.Failed),
            open.Sum(shard => shard.Leased),
            Recomputed + open.Sum(shard => shard.Recomputed),
            new Dictionary<string, int>(reasons),
            open.Aggregate(Usage, (sum, shard) => sum.Plus(shard.Usage)));
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
        _ => null,
    };
}
