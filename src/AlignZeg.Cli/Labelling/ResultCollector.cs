using System.Collections.Concurrent;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Cli.Labelling;

/// <summary>Consumes a job's result log, shard by shard: brings the files, scores, and keeps each finished shard as a part.</summary>
internal sealed class ResultCollector(IGrainFactory grains, JobKey job, OutputFiles files, ImageScorer scorer, ShardParts parts)
{
    private const int PageSize = 500, Threads = 2;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    /// <summary>Collects the shards that have no part yet; ends when the last one is done.</summary>
    /// <param name="root">The output folder.</param>
    /// <param name="images">All images of the job, in order.</param>
    /// <param name="shards">Number of shards.</param>
    /// <param name="shardSize">Images per shard.</param>
    /// <param name="cancellationToken">Ends it between pages.</param>
    public async Task CollectAsync(string root, IEnumerable<ImageEntry> images, int shards, int shardSize, CancellationToken cancellationToken)
    {
        using var remaining = images.Chunk(shardSize).GetEnumerator();
        for (int shard = 0; shard < shards && remaining.MoveNext(); shard++)
        {
            if (!await parts.HasAsync(shard, cancellationToken)) await CollectShardAsync(root, shard, shard * shardSize, remaining.Current, cancellationToken);
        }
    }

    private async Task CollectShardAsync(string root, int shard, int first, ImageEntry[] images, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IShardGrain>(new ShardKey(job, shard).ToString());
        var newest = new ConcurrentDictionary<long, ImageRecord>();
        ResultPage page;
        long cursor = 0;
        do
        {
            long from = cursor;
            page = await Insistence.CallAsync(() => grain.ReadAsync(from, PageSize, Wait, cancellationToken), cancellationToken);
            cursor = page.Next;
            await Parallel.ForEachAsync(page.Lines, new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = cancellationToken }, async (line, token) =>
            {
                var record = ResultRecord.Parse(line);
                var image = images[record.Index - first];
                var scored = await scorer.ScoreAsync(record, image, await files.BringAsync(record, image, token), root, token);
                newest.AddOrUpdate(scored.Index, scored, (_, other) => Newer(scored, other, shard));
            });
        }
        while (!page.End);
        await parts.WriteAsync(shard, newest.Values, cancellationToken);
    }

    // Exactly once is what the log promises: a second record is damage, and swallowing it would hide that.
    private static ImageRecord Newer(ImageRecord one, ImageRecord other, int shard) => (one.Attempt ?? 1).CompareTo(other.Attempt ?? 1) switch
    {
        > 0 => one,
        < 0 => other,
        _ => throw CommandException.Failed($"The result log of shard {shard} holds the image '{one.Name}' twice; the log is damaged, start the job again with another --output."),
    };
}
