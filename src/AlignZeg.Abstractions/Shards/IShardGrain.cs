using AlignZeg.Abstractions.Blobs;
using Orleans.Concurrency;

namespace AlignZeg.Abstractions.Shards;

/// <summary>A run of a job's images: its result log is the truth, its leases are forgotten with the activation. Key: <see cref="ShardKey"/>.</summary>
[Alias("alignzeg.shard")]
public interface IShardGrain : IGrainWithStringKey
{
    /// <summary>
    /// Says which images the shard has; must come before anything else, and again changes nothing, except that retries it has not met yet are made:
    /// durable when it returns, and once each, however often it is called.
    /// </summary>
    [Alias("open")]
    Task<ShardCounts> OpenAsync(ShardOpening opening, CancellationToken cancellationToken = default);

    /// <summary>How it is now.</summary>
    [Alias("counts")]
    Task<ShardCounts> GetCountsAsync(CancellationToken cancellationToken = default);

    /// <summary>Hands out images that have no result and are in nobody's hands.</summary>
    /// <exception cref="ShardNotOpenException">Never opened.</exception>
    [Alias("acquire")]
    Task<LeaseOffer> AcquireAsync(LeaseRequest request, CancellationToken cancellationToken = default);

    /// <summary>Keeps leases from running out.</summary>
    /// <returns>False if the lease is lost: expired and handed to another, or revoked; drop its images.</returns>
    [Alias("renew")]
    Task<bool> RenewAsync(Guid lease, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes results durable, then returns. An image that has a result keeps it: repeating a call, or completing after the lease ran out, does no harm.
    /// </summary>
    /// <exception cref="ShardNotOpenException">Never opened.</exception>
    /// <exception cref="StorageException">The log cannot be written; nothing of the call was acknowledged.</exception>
    [Alias("complete")]
    Task<CompletionReceipt> CompleteAsync(Guid lease, IReadOnlyList<CompletedImage> results, CancellationToken cancellationToken = default);

    /// <summary>Ends a lease; its images without a result are there for others at once.</summary>
    [Alias("give-back")]
    Task GiveBackAsync(Guid lease, CancellationToken cancellationToken = default);

    /// <summary>Hands out no more images until <see cref="OpenAsync"/> is called again.</summary>
    /// <param name="revoke">True: leases end now, and results that still arrive are dropped. False: what is in hand is finished.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    [Alias("suspend")]
    Task SuspendAsync(bool revoke, CancellationToken cancellationToken = default);

    /// <summary>The images whose newest result is a failure, in the order of the log.</summary>
    /// <param name="cursor">0, or <see cref="FailurePage.Next"/> of an earlier page.</param>
    /// <param name="max">Most failures of the page, 1 to 1,000.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    [Alias("failures"), AlwaysInterleave]
    Task<FailurePage> ReadFailuresAsync(long cursor, int max, CancellationToken cancellationToken = default);

    /// <summary>
    /// Result records from a cursor on, in the order of the log; waits for the first one if there is none yet. A cursor once given stays valid.
    /// An image that was tried again has a record per try; the newest, <see cref="ResultRecord.Attempt"/>, stands in place of the earlier ones.
    /// </summary>
    /// <param name="cursor">0, or <see cref="ResultPage.Next"/> of an earlier page.</param>
    /// <param name="max">Most records of the page, 1 to 10,000; a page ends earlier at about 512 KB.</param>
    /// <param name="wait">At most 15 s; zero = do not wait.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    [Alias("read"), AlwaysInterleave]
    Task<ResultPage> ReadAsync(long cursor, int max, TimeSpan wait, CancellationToken cancellationToken = default);
}
