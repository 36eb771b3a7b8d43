using System.Text.Json;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Server.Access;
using AlignZeg.Server.Problems;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Results;

/// <summary>What a job says of one image, and what the job was asked to do.</summary>
internal sealed record NewestResult(JobRequest Request, ResultRecord Record)
{
    private DatasetVersion? _dataset;

    /// <summary>The newest result of an image: its shard's log is read through, which is at most a thousand lines or so.</summary>
    /// <exception cref="ProblemException">The job has no such image, or the image no result yet.</exception>
    public static async Task<NewestResult> FindAsync(TenantScope tenant, string job, int index, CancellationToken cancellationToken)
    {
        var request = await tenant.Job(job).GetRequestAsync(cancellationToken);
        var dataset = await tenant.Dataset(request.Dataset.Name).GetAsync(request.DatasetVersion, cancellationToken);
        if (index < 0 || index >= dataset.Images) throw new ProblemException(ProblemTypes.ImageNotFound, $"The job has no image {index}; its images are 0 to {dataset.Images - 1}.");
        var record = await tenant.Shard(job, index / dataset.ShardSize).ReadRecordsAsync(cancellationToken).LastOrDefaultAsync(one => one.Index == index, cancellationToken);
        return new(request, record ?? throw new ProblemException(ProblemTypes.ImageNotFound, $"Image {index} has no result yet; ask again when it has.")) { _dataset = dataset };
    }

    /// <summary>The record with what the dataset says about the image.</summary>
    public async Task<ResultRecord> ToWholeAsync(IBlobStore blobs, CancellationToken cancellationToken) =>
        await new StoredMetadata(Request.Dataset, _dataset!, blobs).OfAsync(Record.Index, cancellationToken) is { } text ? Record with { Metadata = JsonElement.Parse(text) } : Record;
}
