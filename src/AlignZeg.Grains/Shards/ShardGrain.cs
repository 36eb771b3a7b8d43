using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Telemetry;
using AlignZeg.Storage.GrainState;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Placement;

namespace AlignZeg.Grains.Shards;

/// <summary>Reentrant, so that results which arrive during an append go together into the next one.</summary>
[Reentrant, RandomPlacement, PrefersNoDevices]
internal sealed partial class ShardGrain(
    [PersistentState("shard", GrainStorageNames.Shards)] IPersistentState<ShardState> state, ShardFiles files, IOptions<ShardOptions> options,
    LabellingMeter meter, LongPoll polls, TimeProvider time, ILogger<ShardGrain> logger)
    : Grain, IShardGrain
{
    private const int PageBytes = 512 * 1024;
    private static readonly TimeSpan BetweenFailures = TimeSpan.FromSeconds(1), LongestTelling = TimeSpan.FromSeconds(2);
    private Task<OpenShard>? _opening;
    private OpenShard? _shard;
    private Task _saving = Task.CompletedTask;
    private bool _suspended;
    private bool _atOdds; // with the storage: it has refused something, and the next activation begins with what it holds
    private bool _tellsFailures;
    private int? _retriesMade; // while a retry is on its way to the storage: how many there were before it
    private int _failuresTold;
    private DateTimeOffset? _lastProgressAt;
    private readonly Signal _changed = new();
    private JobNotice? _notice;

    private ShardKey Key => ShardKey.Parse(this.GetPrimaryKeyString());

    private JobNotice Notice => _notice ??= new(this.GetPrimaryKeyString(), GrainFactory.GetGrain<IJobGrain>(Key.Job.ToString()), time, logger);

    private OpenShard Shard => _shard ?? throw new ShardNotOpenException(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (state.State.Opening is null) return;
        _shard = await LoadAsync(cancellationToken);
        if (!_shard.Ledger.IsDone) _ = Notice.TellAsync(job => job.GetRequestAsync(CancellationToken.None)); // a silo may have been lost, and the job with it
    }

    /// <summary>
    /// Keeps who has what in hand, so that nothing is computed twice only because the activation moves: with its silo, which stops, or because a silo stops that kept its address
    /// (Orleans 10 ends the activations on all others whose address was kept there).
    /// </summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Notice.End();
        if (_shard is not { } shard || _atOdds || (shard.Leases.Images == 0 && state.State.Leases is null)) return;
        state.State.Leases = shard.Leases.Images == 0 ? null : shard.Leases.Held();
        try
        {
            await state.WriteStateAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            LogLeasesNotKept(logger, this.GetPrimaryKeyString(), exception);
        }
    }

    public async Task<ShardCounts> OpenAsync(ShardOpening opening, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(opening);
        _shard ??= await (_opening ??= OpenOnceAsync(opening, cancellationToken));
        await RetryAsync(_shard, opening, cancellationToken);
        _suspended = false;
        return Counts();
    }

    public Task<ShardCounts> GetCountsAsync(CancellationToken cancellationToken = default) => Task.FromResult(Counts());

    public async Task<LeaseOffer> AcquireAsync(LeaseRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var shard = Shard;
        if (!shard.Ledger.IsDone) await shard.LoadImagesAsync(cancellationToken);
        if (_suspended || shard.Ledger.IsDone) return new(null, null);
        return shard.TryLease(request, options.Value.LeaseDuration) is { } lease ? new(lease, null) : new(null, shard.Leases.UntilFirstExpiry ?? TimeSpan.FromSeconds(1));
    }

    public Task<bool> RenewAsync(Guid lease, CancellationToken cancellationToken = default) => Task.FromResult(Shard.Leases.Renew(lease));

    public async Task<CompletionReceipt> CompleteAsync(Guid lease, IReadOnlyList<CompletedImage> results, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        var shard = Shard;
        if (shard.Leases.IsRevoked(lease)) return new(0, Revoked: true);
        var fresh = results.Where(result => shard.Ledger.TryBegin(result.Index, result.Attempt)).ToArray();
        await StoreAsync(() => shard.Log.AppendAsync([.. fresh.Select(result => result.Line)])); // durable before we say yes: also for results that another call has on its way
        foreach (var result in fresh) shard.Note(result);
        if (fresh.Length > 0) Progressed(shard);
        return new(fresh.Length, shard.Leases.IsRevoked(lease));
    }

    public Task GiveBackAsync(Guid lease, CancellationToken cancellationToken = default)
    {
        Shard.Leases.GiveBack(lease);
        return Task.CompletedTask;
    }

    public async Task SuspendAsync(bool revoke, CancellationToken cancellationToken = default)
    {
        _suspended = true;
        if (!revoke) return;
        var shard = Shard;
        await Task.WhenAll(shard.Leases.RevokeAll().Select(TellRevokedAsync));
        await StoreAsync(() => shard.Log.AppendAsync([])); // nothing becomes durable, or is charged, after whoever asked was told that it ended
    }

    public async Task<ResultPage> ReadAsync(long cursor, int max, TimeSpan wait, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, 10_000);
        var page = await ReadNowAsync(cursor, max, cancellationToken);
        if (page.Lines.Count > 0 || page.End || wait <= TimeSpan.Zero) return page;
        await polls.WaitAsync(_changed.Next, wait, cancellationToken);
        return await ReadNowAsync(cursor, max, cancellationToken);
    }

    public Task<FailurePage> ReadFailuresAsync(long cursor, int max, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, 1000);
        return Shard.ReadFailuresAsync(cursor, max, PageBytes, cancellationToken);
    }

    // Durable before anybody may lease the images: what the log holds of a second try was always asked for.
    private async Task RetryAsync(OpenShard shard, ShardOpening opening, CancellationToken cancellationToken)
    {
        int before = state.State.Retries;
        if (state.State.Meet(opening, shard.Ledger) is { } images)
        {
            _retriesMade = before; // for so long it is done, if it is, without the images that are meant
            await (_saving = StoreAsync(() => state.WriteStateAsync(cancellationToken)));
            foreach (int index in images) shard.Ledger.Reopen(index);
            _retriesMade = null;
            _failuresTold = Math.Min(_failuresTold, shard.Ledger.Failed);
        }
        else
        {
            await _saving; // of another call: a retry is acknowledged when it is durable
        }
    }

    private async Task<OpenShard> OpenOnceAsync(ShardOpening opening, CancellationToken cancellationToken)
    {
        try
        {
            state.State.Opening = opening;
            state.State.Meet(opening, ledger: null);
            await StoreAsync(() => state.WriteStateAsync(cancellationToken));
            return await LoadAsync(cancellationToken);
        }
        finally
        {
            _opening = null;
        }
    }

    private Task<OpenShard> LoadAsync(CancellationToken cancellationToken) =>
        OpenShard.LoadAsync(Key, state.State, new LeaseTable(time, options.Value.LeaseDuration, meter.LeasesExpired), files, cancellationToken);

    // What is durable is known only from the storage itself where it has refused something: the next activation reads it.
    private async Task StoreAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch
        {
            _atOdds = true;
            DeactivateOnIdle();
            throw;
        }
    }

    private void Progressed(OpenShard shard)
    {
        _lastProgressAt = time.GetUtcNow();
        _changed.Raise();
        if (shard.Ledger.IsDone) _ = Notice.TellAsync(job => job.ShardDoneAsync(Key.Number, Counts()));
        else if (shard.Ledger.Failed >= 2L * _failuresTold && shard.Ledger.Failed > 0) _ = TellFailuresAsync(shard);
        else if (shard.Ledger.Failed > _failuresTold && !_tellsFailures) _ = KeepTellingFailuresAsync(shard);
    }

    // At once and whenever they have doubled: a thousand images that cannot be read fail within a second. Then once per second for as long as there are more of them.
    private async Task KeepTellingFailuresAsync(OpenShard shard)
    {
        _tellsFailures = true;
        while (shard.Ledger.Failed > _failuresTold && !shard.Ledger.IsDone)
        {
            await TellFailuresAsync(shard);
            await Task.Delay(BetweenFailures, time);
        }

        _tellsFailures = false;
    }

    private Task TellFailuresAsync(OpenShard shard)
    {
        _failuresTold = shard.Ledger.Failed;
        return Notice.TellAsync(job => job.ShardFailingAsync(Key.Number, Counts()));
    }

    // A worker that cannot be reached finds out when it acknowledges or renews.
    private async Task TellRevokedAsync(ILeaseHolder holder)
    {
        try
        {
            await holder.RevokedAsync(Key.Job).WaitAsync(LongestTelling, time);
        }
        catch (Exception exception)
        {
            LogWorkerNotTold(logger, this.GetPrimaryKeyString(), exception);
        }
    }

    private async Task<ResultPage> ReadNowAsync(long cursor, int max, CancellationToken cancellationToken)
    {
        var shard = Shard;
        var (done, records) = (shard.Ledger.IsDone, shard.Ledger.Records);
        var lines = await shard.Log.ReadAsync(cursor, max, PageBytes, cancellationToken);
        return new(lines, cursor + lines.Count, done && cursor + lines.Count >= records);
    }

    private ShardCounts Counts() => Shard.Ledger.Count(Shard.Leases.Images, _lastProgressAt, _retriesMade ?? state.State.Retries);

    [LoggerMessage(LogLevel.Warning, "Who has images of shard {Shard} in hand could not be kept; they may be computed twice.")]
    private static partial void LogLeasesNotKept(ILogger logger, string shard, Exception exception);

    [LoggerMessage(LogLevel.Warning, "A worker could not be told that shard {Shard} wants no more results; it will see it at its next call.")]
    private static partial void LogWorkerNotTold(ILogger logger, string shard, Exception exception);
}
