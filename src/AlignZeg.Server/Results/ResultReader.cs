using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Server.Access;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Results;

/// <summary>Reads the results of a job from a cursor on, from whichever shards have some. Holds one page at a time.</summary>
internal sealed class ResultReader(TenantScope tenant, string job, DatasetKey source, DatasetVersion version, TimeProvider time) : IResultLines
{
    private const int Window = 64; // shards looked at while the job runs: more than are ever open at once
    private const int PageLines = 500;
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(2); // shards that open meanwhile are seen after this
    private readonly ShardLayout _layout = new(version.Images, version.ShardSize);
    private int _turn = Random.Shared.Next(1 << 20); // whose turn it is; readers of one page each begin anywhere, so that none is left out for long

    /// <summary>A reader of a job.</summary>
    /// <exception cref="JobNotFoundException">There is none.</exception>
    public static async Task<ResultReader> OpenAsync(TenantScope tenant, string job, TimeProvider time, CancellationToken cancellationToken)
    {
        var request = await tenant.Job(job).GetRequestAsync(cancellationToken);
        var dataset = await tenant.Dataset(request.Dataset.Name).GetAsync(request.DatasetVersion, cancellationToken);
        return new(tenant, job, request.Dataset, dataset, time);
    }

    /// <summary>What the job's dataset says about its images.</summary>
    public StoredMetadata Metadata(IBlobStore blobs) => new(source, version, blobs);

    /// <summary>The place that a text stands for.</summary>
    /// <exception cref="Problems.ProblemException">It stands for none.</exception>
    public ResultCursor Locate(string? cursor) => ResultCursor.Parse(cursor, _layout);

    /// <inheritdoc/>
    public async Task<ResultLines> NextAsync(ResultCursor cursor, int max, TimeSpan wait, CancellationToken cancellationToken)
    {
        for (long start = time.GetTimestamp(); ;)
        {
            var status = await tenant.Job(job).GetStatusAsync(cancellationToken); // before the look, not after
            if (cursor.IsWhole && status.Retries == 0) return ResultLines.Ended;
            var open = new List<int>();
            if (await LookAsync(cursor, Candidates(cursor, status), Math.Min(max, PageLines), open, cancellationToken) is { } found) return found;
            if (status.Phase is JobPhase.Completed or JobPhase.Cancelled) return ResultLines.Ended;
            var left = wait - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero) return ResultLines.None;
            await WaitAsync(cursor, [.. open.Take(Window)], left < Glance ? left : Glance, cancellationToken);
        }
    }

    /// <summary>True if nothing is left to read, and nothing will come.</summary>
    public async Task<bool> IsOverAsync(ResultCursor cursor, CancellationToken cancellationToken) => (await NextAsync(cursor, 1, TimeSpan.Zero, cancellationToken)).End;

    // Of a job with retries, any shard may have new lines, also one that was read whole; while it runs, only so many are looked at a time, each in its turn.
    private int[] Candidates(ResultCursor cursor, JobStatus status)
    {
        int most = status.IsAtRest() ? _layout.Count : Window;
        var unfinished = cursor.Unfinished().Take(most).ToArray();
        if (status.Retries == 0) return unfinished;
        int first = _turn % _layout.Count;
        var others = Enumerable.Range(first, _layout.Count).Select(shard => shard % _layout.Count).Except(unfinished).Take(most).ToArray();
        if (!status.IsAtRest() && others.Length > 0) _turn = others[^1] + 1;
        return [.. unfinished, .. others];
    }

    private async Task<ResultLines?> LookAsync(ResultCursor cursor, IReadOnlyList<int> shards, int max, List<int> open, CancellationToken cancellationToken)
    {
        foreach (int shard in shards)
        {
            if (await ReadAsync(shard, cursor[shard], max, TimeSpan.Zero, cancellationToken) is not { } page) continue;
            if (page.Lines.Count > 0)
            {
                _turn = shard; // it may have more
                return new(shard, cursor[shard], page.Lines, End: false);
            }

            open.Add(shard);
        }

        return null;
    }

    // Returns as soon as one of the shards has a line, or the job is at rest; the others stop waiting then.
    private async Task WaitAsync(ResultCursor cursor, List<int> open, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> waits = [.. open.Select(shard => ReadAsync(shard, cursor[shard], 1, wait, enough.Token))];
        waits.Add(Task.Delay(wait, time, enough.Token));
        await Task.WhenAny(waits);
        await enough.CancelAsync();
        foreach (var other in waits) _ = other.ContinueWith(ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<ResultPage?> ReadAsync(int shard, long position, int max, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            return await tenant.Shard(job, shard).ReadAsync(position, max, wait, cancellationToken);
        }
        catch (ShardNotOpenException)
        {
            return null; // its turn has not come
        }
    }
}

/// <summary>Lines of one shard.</summary>
/// <param name="Shard">Which.</param>
/// <param name="First">Position of the first line.</param>
/// <param name="Lines">Records.</param>
/// <param name="End">True: there will be no more lines in any shard.</param>
internal sealed record ResultLines(int Shard, long First, IReadOnlyList<string> Lines, bool End)
{
    public static readonly ResultLines None = new(0, 0, [], End: false), Ended = new(0, 0, [], End: true);
}
