using System.Runtime.CompilerServices;

namespace AlignZeg.Abstractions.Shards;

/// <summary>A shard's result log read through.</summary>
public static class ShardRecordsExtensions
{
    private const int PageLines = 1_000;

    /// <summary>The records that there are now, in the order of the log; none of a shard whose turn has not come. Of an image that was tried again, the newest comes last.</summary>
    /// <param name="shard">The shard.</param> <param name="cancellationToken">Stops the reading.</param>
    public static async IAsyncEnumerable<ResultRecord> ReadRecordsAsync(this IShardGrain shard, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shard);
        for (long cursor = 0; await PageAsync(shard, cursor, cancellationToken) is { Lines.Count: > 0 } page; cursor = page.Next)
            foreach (string line in page.Lines) yield return ResultRecord.Parse(line);
    }

    private static async Task<ResultPage?> PageAsync(IShardGrain shard, long cursor, CancellationToken cancellationToken)
    {
        try
        {
            return await shard.ReadAsync(cursor, PageLines, TimeSpan.Zero, cancellationToken);
        }
        catch (ShardNotOpenException)
        {
            return null;
        }
    }
}
