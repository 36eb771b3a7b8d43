using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Tenants;

namespace AlignZeg.Grains.Jobs;

/// <summary>The open shards of a job in this activation, and how to speak with them.</summary>
internal sealed class JobRun(JobKey key, JobState state, IGrainFactory grains, int maxOpenShards, JobAccount account, TimeProvider time)
{
    private readonly SortedDictionary<int, ShardCounts> _open = [];
    private DateTimeOffset _resumedAt = time.GetUtcNow();
    private int? _doneAtResume;
    private DateTimeOffset? _lastProgressAt;
    private bool _isWithdrawn;

    /// <summary>Its account with the tenant.</summary>
    public JobAccount Account => account;

    private IDispatcherGrain Dispatcher => grains.GetGrain<IDispatcherGrain>(PoolKey.Default.ToString());

    /// <summary>Learns how far the open shards are, without offering them to workers: what a status needs.</summary>
    public async Task RecallAsync(CancellationToken cancellationToken)
    {
        if (state.Phase == JobPhase.Completed) return;
        var shards = state.NextShards(maxOpenShards);
        var counts = await Task.WhenAll(shards.Select(shard => TryCountAsync(shard, cancellationToken)));
        for (int i = 0; i < shards.Count; i++)
            if (counts[i] is { } known && IsCurrent(shards[i], known)) _open[shards[i]] = known;
    }

    /// <summary>Opens the lowest shards that are not done, until so many are open or all are done.</summary>
    /// <returns>True if the state changed: shards were done already.</returns>
    /// <exception cref="StorageException">One of them cannot be read, or what was stored of it is damaged.</exception>
    public async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        bool changed = false;
        for (bool again = true; again && state.Phase == JobPhase.Running;)
        {
            var shards = state.NextShards(maxOpenShards);
            var counts = await Task.WhenAll(shards.Select(shard => ShardOf(shard).OpenAsync(OpeningOf(shard), cancellationToken)));
            again = false;
            for (int i = 0; i < shards.Count; i++)
            {
                if (HasReopened(shards[i], counts[i])) await Dispatcher.AvailableAsync(new ShardKey(key, shards[i]), 0, cancellationToken);
                again |= Note(shards[i], counts[i]);
            }

            changed |= again;
        }

        _doneAtResume ??= state.Count(_open).Done();
        return changed;
    }

    /// <summary>Asks the tenant for a place among its running jobs, for one that was at rest.</summary>
    /// <exception cref="Abstractions.Tenants.QuotaExceededException">There is none.</exception>
    public Task AdmitAgainAsync(CancellationToken cancellationToken) => account.AdmitAgainAsync(state.Count(_open).Usage, state.StartedAt, cancellationToken);

    /// <summary>Lets workers have the open shards, unless a quota of the tenant is used up.</summary>
    public async Task OfferAsync(CancellationToken cancellationToken)
    {
        await account.ChargeAsync(state.Count(_open).Usage, state.StartedAt, cancellationToken);
        if (account.Problem is not null)
        {
            await WithdrawAsync(cancellationToken);
            return;
        }

        _isWithdrawn = false;
        await Dispatcher.OfferAsync(new(new JobPlan(key, state.Request!, state.Trace), [.. _open.Keys], account.Weight), cancellationToken);
    }

    /// <summary>Lets the tenant know what a job that rests has used; true when it does, and nothing more will come.</summary>
    public async Task<bool> SettleAsync(CancellationToken cancellationToken)
    {
        if (account.IsSettled) return false;
        var usage = state.Count(await CountOpenAsync(cancellationToken)).Usage;
        return await account.SettleAsync(usage, state.StartedAt, hasEnded: state.EndedAt is not null, cancellationToken);
    }

    /// <summary>Lets workers have nothing any more.</summary>
    public async Task WithdrawAsync(CancellationToken cancellationToken)
    {
        await Dispatcher.WithdrawAsync(key, cancellationToken);
        _isWithdrawn = true;
    }

    /// <summary>The same, unless this activation has done it since it last offered something.</summary>
    public Task KeepWithdrawnAsync(CancellationToken cancellationToken) => _isWithdrawn ? Task.CompletedTask : WithdrawAsync(cancellationToken);

    /// <summary>Stops the open shards from handing out images; those that cannot be reached or read hand out none.</summary>
    public async Task HaltAsync(bool revoke, CancellationToken cancellationToken)
    {
        await WithdrawAsync(cancellationToken);
        await Task.WhenAll(_open.Keys.Select(shard => TrySuspendAsync(shard, revoke, cancellationToken)));
    }

    /// <summary>A done shard is counted by the state from now on.</summary>
    public void Forget(int shard) => _open.Remove(shard);

    /// <summary>Rates are reckoned from now on.</summary>
    public void Restart() => (_resumedAt, _doneAtResume) = (time.GetUtcNow(), null);

    /// <summary>The counts of the open shards as last known.</summary>
    public IReadOnlyDictionary<int, ShardCounts> Open => _open;

    /// <summary>What an open shard says of itself.</summary>
    public void Hear(int shard, ShardCounts counts)
    {
        if (_open.ContainsKey(shard) && counts.Retries >= state.Retries.Count) _open[shard] = counts;
    }

    /// <summary>A page of the failed images; shards without any are passed over.</summary>
    public async Task<JobFailures> ReadFailuresAsync(FailureCursor cursor, int max, CancellationToken cancellationToken)
    {
        var shards = state.FlawedShards.Keys.Concat(state.ReopenedShards.Where(entry => entry.Value.Failed > 0).Select(entry => entry.Key))
            .Concat(_open.Where(entry => entry.Value.Failed > 0).Select(entry => entry.Key)).Distinct().Order().SkipWhile(shard => shard < cursor.Shard).ToArray();
        if (shards.Length == 0) return new([], null);
        var page = await ShardOf(shards[0]).ReadFailuresAsync(shards[0] == cursor.Shard ? cursor.Line : 0, max, cancellationToken);
        return new(page.Failures, !page.End ? new(shards[0], page.Next) : shards.Length > 1 ? new(shards[1], 0) : null);
    }

    /// <summary>The counts of the open shards; the last known ones where a shard cannot be reached.</summary>
    public async Task<IReadOnlyDictionary<int, ShardCounts>> CountOpenAsync(CancellationToken cancellationToken)
    {
        var shards = _open.Keys.ToArray();
        var counts = await Task.WhenAll(shards.Select(shard => TryCountAsync(shard, cancellationToken)));
        for (int i = 0; i < shards.Length; i++)
            if (counts[i] is { } known && _open.ContainsKey(shards[i]) && IsCurrent(shards[i], known)) _open[shards[i]] = known;
        return _open;
    }

    /// <summary>What rates are computed from.</summary>
    public JobProgress Progress(IReadOnlyDictionary<int, ShardCounts> open)
    {
        if (open.Values.Max(shard => shard.LastProgressAt) is { } newest && !(newest < _lastProgressAt)) _lastProgressAt = newest;
        return new(state.StartedAt, _resumedAt, _doneAtResume ?? state.Count(open).Done(), _lastProgressAt, time.GetUtcNow(), state.EndedAt);
    }

    // Of a shard that shall try its failures again, and has not heard of it, the state knows better.
    private bool IsCurrent(int shard, ShardCounts counts) => counts.Retries >= state.Retries.Count || !state.ReopenedShards.ContainsKey(shard);

    // Workers may have been told that it has nothing: its failures are tried again only now, because it was not among the lowest when that was asked for.
    private bool HasReopened(int shard, ShardCounts counts) => !counts.IsDone() && counts.Retries > (_open.TryGetValue(shard, out var before) ? before.Retries : 0);

    private bool Note(int shard, ShardCounts counts)
    {
        if (!counts.IsDone())
        {
            _open[shard] = counts;
            return false;
        }

        _open.Remove(shard);
        return state.ShardDone(shard, counts, time.GetUtcNow());
    }

    // A job can be paused and cancelled whatever has become of a shard; it is offered to nobody any more, whether or not its shards have heard of it.
    private async Task TrySuspendAsync(int shard, bool revoke, CancellationToken cancellationToken)
    {
        try
        {
            await ShardOf(shard).SuspendAsync(revoke, cancellationToken);
        }
        catch (Exception exception) when (IsOutOfReach(exception))
        {
            // A shard that lost its activation has forgotten who has what in hand; workers learn of the end at their next call.
        }
    }

    private async Task<ShardCounts?> TryCountAsync(int shard, CancellationToken cancellationToken)
    {
        try
        {
            return await ShardOf(shard).GetCountsAsync(cancellationToken);
        }
        catch (Exception exception) when (IsOutOfReach(exception))
        {
            return null; // a status may be a little old; the next tick opens the shard, or finds out what is wrong with it
        }
    }

    // Its silo is gone, it was never opened, or the storage does not have of it what it had.
    private static bool IsOutOfReach(Exception exception) => exception is Orleans.Runtime.OrleansException or TimeoutException or ShardNotOpenException or StorageException;

    private IShardGrain ShardOf(int shard) => grains.GetGrain<IShardGrain>(new ShardKey(key, shard).ToString());

    private ShardOpening OpeningOf(int shard)
    {
        var dataset = state.Dataset!;
        return new(DatasetBlobNames.ShardOf(state.Request!.Dataset, dataset, shard), shard * dataset.ShardSize, dataset.ImagesOf(shard), state.Retries.Count > 0 ? [.. state.Retries] : null);
    }
}
