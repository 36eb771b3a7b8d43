using AlignZeg.Server.Access;
using AlignZeg.Server.Results;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Review;

/// <summary>The review lists that this silo keeps. They follow from the result logs, so that any silo can make them, and none has to be saved.</summary>
internal sealed class ReviewLists(IOptions<ReviewOptions> options, TimeProvider time)
{
    private readonly Lock _changing = new();
    private readonly LinkedList<(string Job, JobReview Review)> _kept = []; // the last one that was looked at comes first

    /// <summary>Images of a job after a place, by falling uncertainty; while the job runs, of the results there are.</summary>
    /// <exception cref="Abstractions.Jobs.JobNotFoundException">There is no such job.</exception>
    public async Task<IReadOnlyList<ReviewImage>> ReadAsync(TenantScope tenant, string job, ReviewPosition after, int limit, CancellationToken cancellationToken)
    {
        var reader = await ResultReader.OpenAsync(tenant, job, time, cancellationToken);
        return await Of(tenant.Key(job).ToString()).ReadAsync(reader, after, limit, cancellationToken);
    }

    // One that is let go of may be read still; it is then read again from the start by whoever asks next.
    private JobReview Of(string job)
    {
        lock (_changing)
        {
            var node = _kept.First;
            while (node is not null && node.Value.Job != job) node = node.Next;
            if (node is null) node = new((job, new(options.Value.MaxImages)));
            else _kept.Remove(node);
            _kept.AddFirst(node);
            if (_kept.Count > options.Value.MaxJobs) _kept.RemoveLast();
            return node.Value.Review;
        }
    }
}
