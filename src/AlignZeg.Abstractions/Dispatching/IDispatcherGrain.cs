using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using Orleans.Concurrency;

namespace AlignZeg.Abstractions.Dispatching;

/// <summary>
/// Tells workers which shard to take images from. Holds nothing durable: jobs offer their open shards again and again. Key: <see cref="PoolKey"/>.
/// </summary>
[Alias("alignzeg.dispatcher")]
public interface IDispatcherGrain : IGrainWithStringKey
{
    /// <summary>Waits for a shard that may have images to hand out.</summary>
    /// <param name="worker">Name of the worker, for people.</param>
    /// <param name="wait">At most 15 s.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null if there was none in that time; ask again.</returns>
    [Alias("next"), AlwaysInterleave]
    Task<ShardTicket?> NextAsync(string worker, TimeSpan wait, CancellationToken cancellationToken = default);

    /// <summary>A job says which of its shards are open; replaces what it said before.</summary>
    [Alias("offer"), AlwaysInterleave]
    Task OfferAsync(JobOffer offer, CancellationToken cancellationToken = default);

    /// <summary>A job has nothing more to offer.</summary>
    [Alias("withdraw"), AlwaysInterleave]
    Task WithdrawAsync(JobKey job, CancellationToken cancellationToken = default);

    /// <summary>A shard has nothing to hand out: until <paramref name="retryAfter"/>, or, if null, until it is said to have.</summary>
    [Alias("exhausted"), AlwaysInterleave]
    Task ExhaustedAsync(ShardKey shard, TimeSpan? retryAfter, CancellationToken cancellationToken = default);

    /// <summary>A shard has images to hand out again.</summary>
    [Alias("available"), AlwaysInterleave]
    Task AvailableAsync(ShardKey shard, CancellationToken cancellationToken = default);
}

/// <summary>The open shards of a job.</summary>
/// <param name="Plan">What to do with their images.</param>
/// <param name="Shards">Numbers of the shards, ascending.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-offer")]
public sealed record JobOffer(JobPlan Plan, IReadOnlyList<int> Shards);

/// <summary>What a worker needs to know of a job.</summary>
/// <param name="Job">The job.</param>
/// <param name="Request">Its request.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.job-plan")]
public sealed record JobPlan(JobKey Job, JobRequest Request);

/// <summary>A shard to take images from.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Plan">What to do with its images.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.shard-ticket")]
public sealed record ShardTicket(ShardKey Shard, JobPlan Plan);
