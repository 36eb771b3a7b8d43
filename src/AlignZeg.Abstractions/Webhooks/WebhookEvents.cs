using AlignZeg.Abstractions.Jobs;

namespace AlignZeg.Abstractions.Webhooks;

/// <summary>The types of events that webhooks tell of; part of the contract.</summary>
public static class WebhookEvents
{
    /// <summary>A job began.</summary>
    public const string JobStarted = "job.started";

    /// <summary>Someone paused it.</summary>
    public const string JobPaused = "job.paused";

    /// <summary>It runs again: after a pause, a problem, a quota, or because failed images are tried again.</summary>
    public const string JobResumed = "job.resumed";

    /// <summary>Something is in its way.</summary>
    public const string JobBlocked = "job.blocked";

    /// <summary>A quota of the tenant is used up.</summary>
    public const string JobWaiting = "job.waiting";

    /// <summary>Every image has a result.</summary>
    public const string JobCompleted = "job.completed";

    /// <summary>Someone cancelled it.</summary>
    public const string JobCancelled = "job.cancelled";

    /// <summary>Every image of one of its shards has a result.</summary>
    public const string BatchCompleted = "batch.completed";

    /// <summary>Asked for by hand, to try a webhook; no filter holds it up.</summary>
    public const string Ping = "webhook.ping";

    /// <summary>What a webhook can be told of.</summary>
    public static readonly IReadOnlyList<string> All = [JobStarted, JobPaused, JobResumed, JobBlocked, JobWaiting, JobCompleted, JobCancelled, BatchCompleted];

    /// <summary>What a job tells that comes into a phase.</summary>
    /// <param name="phase">The phase.</param> <param name="isFirst">True if it told of none before.</param>
    public static string Of(JobPhase phase, bool isFirst) => phase switch
    {
        JobPhase.Paused => JobPaused,
        JobPhase.Blocked => JobBlocked,
        JobPhase.Waiting => JobWaiting,
        JobPhase.Completed => JobCompleted,
        JobPhase.Cancelled => JobCancelled,
        _ => isFirst ? JobStarted : JobResumed,
    };
}
