using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Devices;
using Orleans.Concurrency;

namespace AlignZeg.Grains.Dispatching;

/// <summary>Reentrant: many workers wait in it at the same time.</summary>
[Reentrant, KeepAlive, PrefersNoDevices]
internal sealed class DispatcherGrain(LongPoll polls, TimeProvider time) : Grain, IDispatcherGrain
{
    private readonly DispatchTable _table = new(time);
    private readonly WaitingHands _hands = new();
    private readonly Signal _changed = new();
    private IGrainTimer? _wakeUp;
    private DateTimeOffset? _wakesUpAt;
    private int _free; // workers that wait for a shard

    public async Task<ShardTicket?> NextAsync(WorkRequest request, TimeSpan wait, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Images, 1);
        _table.Confirm(request.Worker, request.Taken);
        var deadline = time.GetUtcNow() + LongPoll.Limit(wait);
        for (bool goesOn = true; ;)
        {
            var ticket = _table.Next(request.Worker, request.Images);
            var left = deadline - time.GetUtcNow();
            if (ticket is not null || left <= TimeSpan.Zero || !goesOn) return ticket;
            goesOn = await WaitAsFreeAsync(left, cancellationToken);
        }
    }

    public async Task<JobKey?> YieldAsync(string worker, IReadOnlyList<JobKey> held, TimeSpan wait, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(held);
        var hand = _hands.Add(worker, held);
        MakeRoom();
        try
        {
            return await polls.WaitAsync(hand.Answer.Task, wait, cancellationToken) ? await hand.Answer.Task : null;
        }
        finally
        {
            _hands.Remove(worker, hand);
        }
    }

    public Task OfferAsync(JobOffer offer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(offer.Weight);
        _table.Offer(offer);
        return ChangedAsync();
    }

    public Task WithdrawAsync(JobKey job, CancellationToken cancellationToken = default)
    {
        _table.Withdraw(job);
        return Task.CompletedTask;
    }

    public Task ExhaustedAsync(ShardKey shard, TimeSpan? retryAfter, CancellationToken cancellationToken = default)
    {
        _table.Exhausted(shard, retryAfter);
        WakeUpLater();
        return Task.CompletedTask;
    }

    public Task PostponeAsync(JobKey job, TimeSpan wait, CancellationToken cancellationToken = default)
    {
        _table.Postpone(job, wait);
        WakeUpLater();
        return Task.CompletedTask;
    }

    public Task AvailableAsync(ShardKey shard, int givenBack, CancellationToken cancellationToken = default)
    {
        _table.Available(shard, givenBack);
        return ChangedAsync();
    }

    private async Task<bool> WaitAsFreeAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        _free++;
        try
        {
            return await polls.WaitAsync(_changed.Next, wait, cancellationToken);
        }
        finally
        {
            _free--;
        }
    }

    // Wakes those who wait, now and when the next shard comes back.
    private Task ChangedAsync()
    {
        MakeRoom();
        _changed.Raise();
        WakeUpLater();
        return Task.CompletedTask;
    }

    // Nobody gives anything back for work that a free worker takes.
    private void MakeRoom()
    {
        if (_free == 0) _hands.Tell(_table.MakesRoom);
    }

    private void WakeUpLater()
    {
        if (_table.NextReturn is not { } at || at == _wakesUpAt) return;
        _wakeUp?.Dispose();
        var wait = at - time.GetUtcNow();
        _wakesUpAt = at;
        _wakeUp = this.RegisterGrainTimer(
            _ => WokenAsync(), new GrainTimerCreationOptions(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan) { Interleave = true });
    }

    private Task WokenAsync()
    {
        _wakesUpAt = null;
        return ChangedAsync();
    }
}
