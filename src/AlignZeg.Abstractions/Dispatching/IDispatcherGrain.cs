using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using Orleans.Concurrency;

namespace AlignZeg.Abstractions.Dispatching;

/// <summary>
/// Tells workers which shard to take images from, so that tenants get shares by weight. Holds nothing durable: jobs offer their open shards again and again.
/// Key: <see cref="PoolKey"/>.
/// </summary>
[Alias("alignzeg.dispatcher")]
public interface IDispatcherGrain : IGrainWithStringKey
{
    /// <summary>Waits for a shard that may have images to hand out; its tenant is charged with the images asked for, until the worker's next call says how many it got.</summary>
    /// <param name="request">Who asks, for how much.</param>
    /// <param name="wait">At most 15 s.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null if there was none in that time; ask again.</returns>
    [Alias("next"), AlwaysInterleave]
    Task<ShardTicket?> NextAsync(WorkRequest request, TimeSpan wait, CancellationToken cancellationToken = default);

    /// <summary>
    /// A worker says whose images it holds, and waits to hear that other work deserves to go before them. A later call of the same worker ends an earlier one.
    /// </summary>
    /// <param name="worker">Name of the worker.</param>
    /// <param name="held">Jobs of which it has images that are not begun.</param>
    /// <param name="wait">At most 15 s.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The job whose images to give back now if they are not begun; null if none, ask again.</returns>
    [Alias("yield"), AlwaysInterleave]
    Task<JobKey?> YieldAsync(string worker, IReadOnlyList<JobKey> held, TimeSpan wait, CancellationToken cancellationToken = default);

    /// <summary>A job says which of its shards are open; replaces what it said before.</summary>
    [Alias("offer"), AlwaysInterleave]
    Task OfferAsync(JobOffer offer, CancellationToken cancellationToken = default);

    /// <summary>A job has nothing more to offer.</summary>
    [Alias("withdraw"), AlwaysInterleave]
    Task WithdrawAsync(JobKey job, CancellationToken cancellationToken = default);

    /// <summary>A shard has nothing to hand out: for <paramref name="retryAfter"/>, or, if null, for half a minute; or until it is said to have.</summary>
    [Alias("exhausted"), AlwaysInterleave]
    Task ExhaustedAsync(ShardKey shard, TimeSpan? retryAfter, CancellationToken cancellationToken = default);

    /// <summary>Nothing can be done for a job at present, whichever of its shards is asked: none is handed out for so long.</summary>
    [Alias("postpone"), AlwaysInterleave]
    Task PostponeAsync(JobKey job, TimeSpan wait, CancellationToken cancellationToken = default);

    /// <summary>A shard has images to hand out again; those that were given back to it are taken off what its tenant is charged with.</summary>
    [Alias("available"), AlwaysInterleave]
    Task AvailableAsync(ShardKey shard, int givenBack, CancellationToken cancellationToken = default);
}

/// <summary>The open shards of a job.</summary>
/// <param name="Plan">What to do with their images.</param>
/// <param name="Shards">Numbers of the shards, ascending.</param>
/// <param name="Weight">The share of its tenant beside other tenants, above 0.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-offer")]
public sealed record JobOffer(JobPlan Plan, IReadOnlyList<int> Shards, double Weight = 1);

/// <summary>What a worker needs to know of a job.</summary>
/// <param name="Job">The job.</param>
/// <param name="Request">Its request.</param>
/// <param name="Trace">W3C <c>traceparent</c> of the call that started it; null = none.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-plan")]
public sealed record JobPlan(JobKey Job, JobRequest Request, string? Trace = null);

/// <summary>A shard to take images from.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Plan">What to do with its images.</param>
/// <param name="GoesFirst">True if images of other tenants in the worker's hands that are not begun shall go back: this tenant has just come.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.shard-ticket")]
public sealed record ShardTicket(ShardKey Shard, JobPlan Plan, bool GoesFirst = false);

/// <summary>A worker asks for a shard.</summary>
/// <param name="Worker">Name of the worker; it asks for one thing at a time.</param>
/// <param name="Images">How many images it will ask the shard for.</param>
/// <param name="Taken">How many it got by its last ticket.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.work-request")]
public sealed record WorkRequest(string Worker, int Images, int Taken);
