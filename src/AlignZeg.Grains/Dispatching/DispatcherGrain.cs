using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Devices;
using Orleans.Concurrency;

namespace AlignZeg.Grains.Dispatching;

/// <summary>Reentrant: many workers wait in it at the same time.</summary>
[Reentrant, KeepAlive, PrefersNoDevices]
internal sealed class DispatcherGrain(TimeProvider time) : Grain, IDispatcherGrain
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);
    private readonly DispatchTable _table = new(time);
    private TaskCompletionSource _changed = NewSource();
    private IGrainTimer? _wakeUp;

    public async Task<ShardTicket?> NextAsync(string worker, TimeSpan wait, CancellationToken cancellationToken = default)
    {
        var deadline = time.GetUtcNow() + (wait < LongestWait ? wait : LongestWait);
        while (true)
        {
            var ticket = _table.Next();
            var left = deadline - time.GetUtcNow();
            if (ticket is not null || left <= TimeSpan.Zero) return ticket;
            await LongPoll.WaitAsync(_changed.Task, left, time, cancellationToken);
        }
    }

    public Task OfferAsync(JobOffer offer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(offer);
        _table.Offer(offer);
        return ChangedAsync();
    }

    public Task WithdrawAsync(JobKey job, CancellationToken cancellationToken = default)
    {
        _table.Withdraw(job);
        return ChangedAsync();
    }

    public Task ExhaustedAsync(ShardKey shard, TimeSpan? retryAfter, CancellationToken cancellationToken = default)
    {
        _table.Exhausted(shard, retryAfter);
        return ChangedAsync();
    }

    public Task AvailableAsync(ShardKey shard, CancellationToken cancellationToken = default)
    {
        _table.Available(shard);
        return ChangedAsync();
    }

    // Wakes those who wait, now and when the next shard comes back.
    private Task ChangedAsync()
    {
        _changed.TrySetResult();
        _changed = NewSource();
        _wakeUp?.Dispose();
        _wakeUp = _table.NextReturn is { } at
            ? this.RegisterGrainTimer(_ => ChangedAsync(), new GrainTimerCreationOptions(at - time.GetUtcNow(), Timeout.InfiniteTimeSpan) { Interleave = true })
            : null;
        return Task.CompletedTask;
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
