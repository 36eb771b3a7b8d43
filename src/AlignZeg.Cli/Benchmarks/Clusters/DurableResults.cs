using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Cli.Commands;
using AlignZeg.Storage.Logs;

namespace AlignZeg.Cli.Benchmarks.Clusters;

/// <summary>What of a job is durable, read from the log files themselves, so that no silo is in the way of the clock.</summary>
internal sealed class DurableResults(IAppendStore logs, JobKey job, int shards)
{
    private static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(25), LongestPause = TimeSpan.FromMinutes(2);
    private readonly MemoryStream[] _bytes = [.. Enumerable.Range(0, shards).Select(_ => new MemoryStream())];
    private readonly byte[] _buffer = new byte[1 << 20];

    /// <summary>Records so far.</summary>
    public int Count { get; private set; }

    /// <summary>Images of the records, in the order of the files; once each if all is well.</summary>
    public IReadOnlyList<int> Indexes() => [.. _bytes.SelectMany(LinesOf).Select(line => ResultRecord.Parse(line).Index)];

    /// <summary>Reads until there are so many records.</summary>
    /// <returns>The longest time from one growth to the next, the beginning counted as one.</returns>
    /// <exception cref="CommandException">Nothing has been added for two minutes.</exception>
    public async Task<TimeSpan> WatchAsync(int count, CancellationToken cancellationToken)
    {
        var (longest, last) = (TimeSpan.Zero, TimeProvider.System.GetTimestamp());
        while (Count < count)
        {
            bool grown = await ReadAsync(cancellationToken);
            var since = TimeProvider.System.GetElapsedTime(last);
            if (since > longest) longest = since;
            if (since > LongestPause) throw CommandException.Failed($"The job of the benchmark has stopped: {Count} of {count} images are durable, and none was added for {LongestPause.TotalSeconds:N0} s.");
            if (grown) last = TimeProvider.System.GetTimestamp();
            else await Task.Delay(Resolution, cancellationToken);
        }

        return longest;
    }

    private async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        int before = Count;
        for (int shard = 0; shard < shards; shard++)
        {
            int read = await logs.ReadAsync(JobBlobNames.Log(new ShardKey(job, shard)), _bytes[shard].Length, _buffer, cancellationToken);
            await _bytes[shard].WriteAsync(_buffer.AsMemory(0, read), cancellationToken);
            Count += _buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return Count > before;
    }

    private static IEnumerable<string> LinesOf(MemoryStream bytes)
    {
        bytes.Position = 0;
        using var reader = new StreamReader(bytes, leaveOpen: true);
        while (reader.ReadLine() is { } line) yield return line;
    }
}
