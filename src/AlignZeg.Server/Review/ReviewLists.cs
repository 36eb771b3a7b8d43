using AlignZeg.Abstractions.Shards;
using AlignZeg.Server.Access;
using AlignZeg.Server.Results;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Review;

/// <summary>The review lists that this silo keeps.</summary>
internal sealed class ReviewLists(IOptions<ReviewOptions> options, TimeProvider time)
{
    private readonly JobReadings<ReviewQueue> _lists = new(() => new(options.Value.MaxImages), Add, options.Value.MaxJobs, time);

    /// <summary>Images of a job after a place, by falling uncertainty; while the job runs, of the results there are.</summary>
    /// <exception cref="Abstractions.Jobs.JobNotFoundException">There is no such job.</exception>
    public Task<IReadOnlyList<ReviewImage>> ReadAsync(TenantScope tenant, string job, ReviewPosition after, int limit, CancellationToken cancellationToken) =>
        _lists.LookAsync(tenant, job, queue => queue.After(after, limit), cancellationToken);

    private static void Add(ReviewQueue queue, ResultRecord record)
    {
        if (record is { Uncertainty: { } uncertainty, Mask: { } mask }) queue.Add(new(record.Index, record.Image, uncertainty, mask, record.Overlay, record.Sha256));
    }
}
