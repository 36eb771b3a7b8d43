using System.Runtime.CompilerServices;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Grains.Exports;

/// <summary>The results that a job has, the newest of each image, in the order of its images. Holds one shard at a time.</summary>
internal sealed class JobResults(JobKey job, IGrainFactory grains)
{
    /// <summary>Reads to the end of what is there now.</summary>
    /// <param name="shards">Of the job.</param> <param name="cancellationToken">Stops the reading.</param>
    public async IAsyncEnumerable<ResultRecord> ReadAsync(int shards, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int shard = 0; shard < shards; shard++)
            foreach (var record in await NewestAsync(grains.GetGrain<IShardGrain>(new ShardKey(job, shard).ToString()), cancellationToken)) yield return record;
    }

    private static async Task<IEnumerable<ResultRecord>> NewestAsync(IShardGrain shard, CancellationToken cancellationToken)
    {
        var newest = new SortedDictionary<int, ResultRecord>();
        await foreach (var record in shard.ReadRecordsAsync(cancellationToken)) newest[record.Index] = record;
        return newest.Values;
    }
}
