using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Abstractions.Jobs;

/// <summary>A job at one moment.</summary>
/// <param name="Phase">Where it stands.</param>
/// <param name="Counts">Images by what became of them.</param>
/// <param name="Problem">One sentence on what blocks it or what it waits for; of a running job what its workers could not begin with and try again. Null otherwise.</param>
/// <param name="Shards">Number of its shards; their results are read one by one.</param>
/// <param name="Progress">What rates and the remaining time are computed from.</param>
/// <param name="Retries">How often its failed images were opened again.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-status")]
public sealed record JobStatus(JobPhase Phase, JobCounts Counts, string? Problem, int Shards, JobProgress Progress, int Retries = 0)
{
    /// <summary>True if nothing more will happen by itself.</summary>
    public bool IsAtRest() => Phase is not (JobPhase.Running or JobPhase.Waiting);

    /// <summary>Images per second since the present run began, up to its end if it has ended; 0 until one is done.</summary>
    public double Rate()
    {
        double seconds = ((Progress.EndedAt ?? Progress.Now) - Progress.ResumedAt).TotalSeconds;
        return seconds > 0 ? Math.Max(0, Counts.Done() - Progress.DoneAtResume) / seconds : 0;
    }

    /// <summary>Time left at this rate; null while unknown, and where nothing will happen by itself.</summary>
    public TimeSpan? Remaining() => Phase == JobPhase.Running && Rate() is > 0 and var rate ? TimeSpan.FromSeconds((Counts.Total - Counts.Done()) / rate) : null;

    /// <summary>How long no result has become durable, though the job is running; null if it is at rest.</summary>
    public TimeSpan? SilentFor()
    {
        if (Phase != JobPhase.Running) return null;
        var since = Progress.LastProgressAt > Progress.ResumedAt ? Progress.LastProgressAt.Value : Progress.ResumedAt;
        return Progress.Now > since ? Progress.Now - since : TimeSpan.Zero;
    }
}

/// <summary>Images by what became of them.</summary>
/// <param name="Total">All images of the job.</param>
/// <param name="Ok">Labelled.</param>
/// <param name="Failed">Whose newest record is <c>failed</c>, unless it is to be tried again.</param>
/// <param name="Leased">In the hands of workers.</param>
/// <param name="Recomputed">Computed more than once because a worker, its lease or the process was lost; since the job's grains were last activated.</param>
/// <param name="FailuresByReason">Failed images per reason code.</param>
/// <param name="Usage">What its results have used: every try of an image counts, and it never gets less.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-counts")]
public sealed record JobCounts(int Total, int Ok, int Failed, int Leased, int Recomputed, IReadOnlyDictionary<string, int> FailuresByReason, LabellingUsage Usage)
{
    /// <summary>Images with a result.</summary>
    public int Done() => Ok + Failed;

    /// <summary>Images nobody has begun.</summary>
    public int Pending() => Total - Done() - Leased;
}

/// <summary>What rates are computed from: (done now - DoneAtResume) images in (Now - ResumedAt).</summary>
/// <param name="StartedAt">First start.</param>
/// <param name="ResumedAt">When the present run began; differs from <paramref name="StartedAt"/> after a restart or pause.</param>
/// <param name="DoneAtResume">Images that had a result then.</param>
/// <param name="LastProgressAt">When the newest result became durable; null before the first of this run.</param>
/// <param name="Now">The clock of the silo that answers.</param>
/// <param name="EndedAt">When it completed or was cancelled.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-progress")]
public sealed record JobProgress(
    DateTimeOffset StartedAt, DateTimeOffset ResumedAt, int DoneAtResume, DateTimeOffset? LastProgressAt, DateTimeOffset Now, DateTimeOffset? EndedAt);
