using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Abstractions.Jobs;

/// <summary>A job at one moment.</summary>
/// <param name="Phase">Where it stands.</param>
/// <param name="Counts">Images by what became of them.</param>
/// <param name="Problem">One sentence on what blocks it; null unless blocked or waiting.</param>
/// <param name="Shards">Number of its shards; their results are read one by one.</param>
/// <param name="Progress">What rates and the remaining time are computed from.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-status")]
public sealed record JobStatus(JobPhase Phase, JobCounts Counts, string? Problem, int Shards, JobProgress Progress)
{
    /// <summary>True if nothing more will happen by itself.</summary>
    public bool IsAtRest() => Phase is not (JobPhase.Running or JobPhase.Waiting);
}

/// <summary>Images by what became of them.</summary>
/// <param name="Total">All images of the job.</param>
/// <param name="Ok">Labelled.</param>
/// <param name="Failed">With a <c>failed</c> record.</param>
/// <param name="Leased">In the hands of workers.</param>
/// <param name="Recomputed">Computed more than once because a worker, its lease or the process was lost; since the job's grains were last activated.</param>
/// <param name="FailuresByReason">Failed images per reason code.</param>
/// <param name="Usage">What its results have used.</param>
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
