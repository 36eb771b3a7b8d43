using System.Diagnostics;
using System.Globalization;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Progress;
using AlignZeg.Grains.NullWork;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Cli.Benchmarks;

/// <summary>One job over a generated manifest: registered, run to its end, and read back by cursor.</summary>
internal sealed class DispatchJob(DispatchPlatform platform, int images, IProgressView view)
{
    /// <summary>Whose jobs they are.</summary>
    public const string Tenant = "bench";

    private const int Page = 10_000;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(500);
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"images-{images}");

    /// <summary>The name of the job.</summary>
    public JobKey Key => new(Tenant, _name);

    /// <summary>Registers the images and everything else that the job names.</summary>
    public async Task<JobRequest> PrepareAsync(CancellationToken cancellationToken)
    {
        var (dataset, vocabulary) = (new DatasetKey(Tenant, _name), new VocabularyKey(Tenant, _name));
        var manifest = await ManifestParts.WriteAsync(Generated(), (part, bytes) =>
            platform.Blobs.WriteNamedAsync(string.Create(CultureInfo.InvariantCulture, $"tenants/{Tenant}/datasets/{_name}/manifest/{part:D6}.jsonl"), bytes, cancellationToken));
        var version = await platform.Grains.GetGrain<IDatasetGrain>(dataset.ToString()).RegisterPartsAsync(manifest, cancellationToken);
        var published = await platform.Grains.GetGrain<IVocabularyGrain>(vocabulary.ToString())
            .PublishAsync(new("benchmark", [VocabularyClass.Named("anything")], []), cancellationToken);
        var model = await platform.Grains.GetGrain<IModelGrain>("null").RegisterAsync("null", NullWorkExtensions.ModelHash, cancellationToken);
        return new(dataset, version.Number, vocabulary, published.Number, model, new JobOutputs());
    }

    /// <summary>Runs the job.</summary>
    /// <returns>Seconds from its start to its end; the number of shards.</returns>
    public async Task<(double Seconds, int Shards)> RunAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var job = platform.Grains.GetGrain<IJobGrain>(Key.ToString());
        long start = Stopwatch.GetTimestamp();
        var status = await job.StartAsync(request, cancellationToken);
        while (!status.IsAtRest())
        {
            view.Update(Snapshot(status, start));
            status = await job.WaitAsync(Glance, cancellationToken);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        view.Finish(Snapshot(status, start));
        return status.Phase == JobPhase.Completed && status.Counts.Ok == images && status.Counts.Recomputed == 0
            ? (seconds, status.Shards)
            : throw CommandException.Failed($"The job ended {status.Phase} with {status.Counts.Ok} of {images} images, {status.Counts.Recomputed} computed again. {status.Problem}");
    }

    /// <summary>Reads every record through the shards and checks that each image has one.</summary>
    /// <returns>Seconds.</returns>
    public async Task<double> ReadAsync(int shards, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var seen = new bool[images];
        int records = 0;
        for (int shard = 0; shard < shards; shard++) records += await ReadShardAsync(shard, seen, cancellationToken);
        return records == images && Array.TrueForAll(seen, one => one)
            ? Stopwatch.GetElapsedTime(start).TotalSeconds
            : throw CommandException.Failed($"The log has {records} records for {images} images, and {seen.Count(one => !one)} images without one.");
    }

    private async Task<int> ReadShardAsync(int shard, bool[] seen, CancellationToken cancellationToken)
    {
        var grain = platform.Grains.GetGrain<IShardGrain>(new ShardKey(Key, shard).ToString());
        int records = 0;
        for (var page = new ResultPage([], 0, End: false); !page.End;)
        {
            page = await grain.ReadAsync(page.Next, Page, TimeSpan.Zero, cancellationToken);
            foreach (string line in page.Lines)
            {
                int index = ResultRecord.Parse(line).Index;
                if (seen[index]) throw CommandException.Failed($"Image {index} has two records.");
                seen[index] = true;
                records++;
            }
        }

        return records;
    }

    private IEnumerable<DatasetImage> Generated() => Enumerable.Range(0, images).Select(i =>
    {
        string stem = string.Create(CultureInfo.InvariantCulture, $"{i / 1000:D5}/image-{i:D8}");
        return new DatasetImage(stem + ".jpg", stem, "null:" + stem, 0);
    });

    private static ProgressSnapshot Snapshot(JobStatus status, long start) =>
        new(status.Counts.Done(), status.Counts.Total, status.Counts.Failed, 0, Stopwatch.GetElapsedTime(start));
}
