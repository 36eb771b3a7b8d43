using Orleans.Concurrency;

namespace AlignZeg.Abstractions.Jobs;

/// <summary>A labelling job: its request, its shards, its counts. Key: <see cref="JobKey"/>.</summary>
[Alias("alignzeg.job")]
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes the request durable, then returns; the same request again is the same job, and goes on with it where it stopped: after a crash,
    /// or after a problem that blocked it. A job that is paused, completed or cancelled stays so.
    /// The job's key is its idempotency key: a start may be repeated, also by several callers at once, and the job is begun once.
    /// <see cref="JobRequest.Terms"/> are no part of what is the same: those of the newest start hold.
    /// </summary>
    /// <exception cref="JobConflictException">The job already holds another request.</exception>
    /// <exception cref="InvalidJobTermsException">A term is out of its range.</exception>
    /// <exception cref="Datasets.DatasetVersionNotFoundException">The request names a version that is not there.</exception>
    /// <exception cref="Vocabularies.VocabularyVersionNotFoundException">The request names a version that is not there.</exception>
    /// <exception cref="Tenants.QuotaExceededException">The tenant's quotas do not carry so many images or one more job; nothing is stored.</exception>
    [Alias("start")]
    Task<JobStatus> StartAsync(JobRequest request, CancellationToken cancellationToken = default);

    /// <summary>The request that it was started with.</summary>
    /// <exception cref="JobNotFoundException">Never started.</exception>
    [Alias("request")]
    Task<JobRequest> GetRequestAsync(CancellationToken cancellationToken = default);

    /// <summary>How it is now.</summary>
    /// <exception cref="JobNotFoundException">Never started.</exception>
    [Alias("status")]
    Task<JobStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Returns as soon as the job is at rest, or after <paramref name="wait"/>, whichever is first; call it again in a loop.</summary>
    /// <param name="wait">At most 15 s.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="JobNotFoundException">Never started.</exception>
    [Alias("wait"), AlwaysInterleave]
    Task<JobStatus> WaitAsync(TimeSpan wait, CancellationToken cancellationToken = default);

    /// <summary>Nothing new is begun; what workers have in hand is finished. Pausing twice is pausing once.</summary>
    /// <exception cref="JobPhaseException">Completed or cancelled.</exception>
    [Alias("pause")]
    Task PauseAsync(CancellationToken cancellationToken = default);

    /// <summary>Goes on after a pause or a problem. Resuming a running job changes nothing.</summary>
    /// <exception cref="JobPhaseException">Completed or cancelled.</exception>
    [Alias("resume")]
    Task ResumeAsync(CancellationToken cancellationToken = default);

    /// <summary>Ends it for good at the next batch boundary; the results until then stay. Cancelling twice is cancelling once.</summary>
    /// <exception cref="JobPhaseException">Completed.</exception>
    [Alias("cancel")]
    Task CancelAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens the failed images again, durably, then returns: each is computed once more, and its next result stands in place of the failure. Until then
    /// it counts as pending. A completed or blocked job goes on; a paused one stays paused, and does it when resumed. Without failed images nothing changes.
    /// </summary>
    /// <param name="reasons">Only images that failed for one of these reason codes; null = all.</param>
    /// <param name="number">
    /// <see cref="JobStatus.Retries"/> + 1 makes the call safe to repeat: a retry that was made already is not made again. Null = the next one, whichever it is.
    /// </param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="JobPhaseException">Cancelled.</exception>
    /// <exception cref="JobNotFoundException">Never started.</exception>
    [Alias("retry-failed")]
    Task<JobStatus> RetryFailedAsync(IReadOnlyList<string>? reasons = null, int? number = null, CancellationToken cancellationToken = default);

    /// <summary>The images whose newest result is a failure, at any time; an image leaves the list when it is tried again.</summary>
    /// <param name="cursor"><see cref="FailureCursor.Start"/>, or <see cref="JobFailures.Next"/> of an earlier page.</param>
    /// <param name="max">Most failures of the page, 1 to 1,000.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="JobNotFoundException">Never started.</exception>
    [Alias("failures"), AlwaysInterleave]
    Task<JobFailures> ReadFailuresAsync(FailureCursor cursor, int max, CancellationToken cancellationToken = default);

    /// <summary>A shard says that more of its images have failed: the job may be hopeless. For shards; repeated calls change nothing.</summary>
    [Alias("shard-failing")]
    Task ShardFailingAsync(int shard, Shards.ShardCounts counts, CancellationToken cancellationToken = default);

    /// <summary>A shard says that all its images have a result. For shards; repeated calls change nothing.</summary>
    [Alias("shard-done")]
    Task ShardDoneAsync(int shard, Shards.ShardCounts counts, CancellationToken cancellationToken = default);

    /// <summary>A worker says that something other than an image is in the way of the job. For workers.</summary>
    [Alias("block")]
    Task BlockAsync(string problem, CancellationToken cancellationToken = default);

    /// <summary>A worker says that it could not begin with the job, and that it tries again: the status tells so until there is a result. For workers.</summary>
    [Alias("hinder")]
    Task HinderAsync(string problem, CancellationToken cancellationToken = default);
}
