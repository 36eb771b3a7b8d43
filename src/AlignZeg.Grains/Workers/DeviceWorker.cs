using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Telemetry;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Grains.Telemetry;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Grains.Workers;

/// <summary>
/// Keeps one device thread busy: next shard, lease, images into the pipeline. Bulk work is pulled; nothing is ever pushed to a worker.
/// </summary>
internal sealed partial class DeviceWorker(string name, WorkerParts parts, WorkerOptions options, IGrainFactory grains, ILogger logger)
{
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(200), AfterFailedTicket = TimeSpan.FromSeconds(2), LongestPostponement = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RenewalCheck = TimeSpan.FromMilliseconds(100);

    private readonly LeaseHolder _holder = new(parts.Leases); // kept here: a reference to it does not keep it
    private ILeaseHolder? _reference;
    private int _taken; // images of the last ticket

    private IDispatcherGrain Dispatcher => grains.GetGrain<IDispatcherGrain>(PoolKey.Default.ToString());

    /// <summary>Works until stopped; then finishes what is computed, gives the rest back, and returns.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        _reference = grains.CreateObjectReference<ILeaseHolder>(_holder);
        using CancellationTokenSource abandon = new(), empty = new();
        using var drop = stopping.Register(() =>
        {
            parts.Leases.DropAll();
            abandon.CancelAfter(options.DrainTimeout);
        });
        var pipeline = parts.Pipeline.RunAsync(abandon.Token);
        var renewal = RenewAsync(empty.Token); // also while it ends what it has begun: or others would begin that too
        var yielding = new YieldWatch(name, parts, Dispatcher, logger).RunAsync(stopping);
        await FeedAsync(stopping);
        parts.Pipeline.Complete();
        await pipeline;
        await empty.CancelAsync();
        await renewal;
        await yielding;
        grains.DeleteObjectReference<ILeaseHolder>(_reference);
    }

    private async Task FeedAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await NextLeaseAsync(stopping) is not { } lease) continue;
                if (stopping.IsCancellationRequested) lease.Drop(); // came in while everything was let go of
                await parts.Pipeline.AddAsync(lease);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(logger, name, exception); // a silo may be on its way out or in
                await Task.Delay(AfterFailure, parts.Time, CancellationToken.None);
            }
        }
    }

    private async Task<LeaseInHand?> NextLeaseAsync(CancellationToken stopping)
    {
        await parts.Leases.WaitForRoomAsync(stopping);
        LeaseInHand? lease = null;
        try
        {
            int images = parts.Pace.LeaseImages;
            var ticket = await Dispatcher.NextAsync(new(name, images, Interlocked.Exchange(ref _taken, 0)), LongWait, stopping).WaitAsync(stopping);
            if (ticket is not null) lease = await RedeemAsync(ticket, images, stopping);
            return lease;
        }
        finally
        {
            if (lease is null) parts.Leases.CancelRoom();
            else parts.Leases.Add(lease);
        }
    }

    // A ticket that comes to nothing is not charged, so that its tenant is next again: what has failed is put off, or it would keep the worker from everybody's work.
    private async Task<LeaseInHand?> RedeemAsync(ShardTicket ticket, int images, CancellationToken stopping)
    {
        long start = parts.Time.GetTimestamp();
        LabellingPlan? plan = null;
        try
        {
            plan = await PlanAsync(ticket, stopping);
            return plan is null ? null : await AcquireAsync(ticket, images, plan, stopping);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            LogFailed(logger, name, exception); // a silo may be on its way out or in
            var wait = Postponement(parts.Time.GetElapsedTime(start));
            await (plan is null ? Dispatcher.PostponeAsync(ticket.Shard.Job, wait, stopping) : Dispatcher.ExhaustedAsync(ticket.Shard, wait, stopping));
            if (exception is not (OrleansException or TimeoutException or OperationCanceledException)) await HinderAsync(ticket, exception.Message);
            return null;
        }
    }

    // What nobody has foreseen may go on for ever: whoever looks at the job shall not have to look into a worker's log.
    private async Task HinderAsync(ShardTicket ticket, string problem)
    {
        try
        {
            await grains.GetGrain<IJobGrain>(ticket.Shard.Job.ToString()).HinderAsync($"The worker {name} cannot begin with it, and tries again: {problem}");
        }
        catch (Exception exception)
        {
            LogFailed(logger, name, exception);
        }
    }

    // What takes long to fail takes a quarter of a worker's time at most.
    private static TimeSpan Postponement(TimeSpan failing) => TimeSpan.FromTicks(Math.Clamp(3 * failing.Ticks, AfterFailedTicket.Ticks, LongestPostponement.Ticks));

    private async Task<LeaseInHand?> AcquireAsync(ShardTicket ticket, int images, LabellingPlan plan, CancellationToken stopping)
    {
        if (await AskAsync(ticket, images, stopping) is not { } offer) return null;
        _taken = offer.Lease?.Images.Count ?? 0;
        if (offer.Lease is not null) parts.Pace.Took(wasIdle: parts.Leases.All.Count == 0);
        if (offer.Lease is { } lease) return await MakeRoomAsync(Take(ticket, lease, plan));
        await Dispatcher.ExhaustedAsync(ticket.Shard, offer.RetryAfter, stopping);
        return null;
    }

    // Null if the shard cannot be read, which does not pass by itself; the job knows it then.
    private async Task<LeaseOffer?> AskAsync(ShardTicket ticket, int images, CancellationToken stopping)
    {
        try
        {
            return await grains.GetGrain<IShardGrain>(ticket.Shard.ToString())
                .AcquireAsync(new(name, images, options.LeaseBytes, _reference), CancellationToken.None); // a lease nobody hears of would block its images
        }
        catch (StorageException exception) when (exception.Fault != StorageFault.Unavailable)
        {
            await BlockAsync(ticket, exception.Message, stopping);
            return null;
        }
    }

    private LeaseInHand Take(ShardTicket ticket, Lease lease, LabellingPlan plan)
    {
        parts.Meter.LeaseTaken();
        var span = PlatformTelemetry.BeginAside("lease", ticket.Plan.Trace)?
            .SetTag("alignzeg.job", ticket.Shard.Job.ToString()).SetTag("alignzeg.shard", ticket.Shard.Number).SetTag("alignzeg.images", lease.Images.Count).SetTag("alignzeg.worker", name);
        return new(ticket, lease, plan) { Span = span };
    }

    // What is in hand of others and not begun would keep what goes first waiting.
    private async Task<LeaseInHand> MakeRoomAsync(LeaseInHand lease)
    {
        await parts.Reporter.GiveBackAsync(lease.GoesBefore);
        return lease;
    }

    // Null if the job cannot be worked on for a reason that will not pass by itself; the job knows it then.
    private async Task<LabellingPlan?> PlanAsync(ShardTicket ticket, CancellationToken stopping)
    {
        try
        {
            return await parts.Plans.GetAsync(ticket.Plan, stopping);
        }
        catch (Exception exception) when (exception is ModelUnavailableException or StorageException { Fault: not StorageFault.Unavailable }
            or TextTooLongException or VocabularyVersionNotFoundException or ArgumentException or InvalidDataException)
        {
            await BlockAsync(ticket, exception.Message, stopping);
            return null;
        }
    }

    private Task BlockAsync(ShardTicket ticket, string problem, CancellationToken stopping) =>
        grains.GetGrain<IJobGrain>(ticket.Shard.Job.ToString()).BlockAsync(problem, stopping);

    private async Task RenewAsync(CancellationToken empty)
    {
        using var timer = new PeriodicTimer(RenewalCheck, parts.Time);
        var last = parts.Time.GetTimestamp();
        while (!empty.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(empty);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var shortest = parts.Leases.All.Select(lease => lease.Duration).DefaultIfEmpty(TimeSpan.MaxValue).Min();
            if (parts.Time.GetElapsedTime(last) < shortest / 3) continue;
            last = parts.Time.GetTimestamp();
            await parts.Reporter.RenewAsync();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The worker {Worker} could not take work; trying again.")]
    private static partial void LogFailed(ILogger logger, string worker, Exception exception);
}

/// <summary>What a worker is made of.</summary>
internal sealed record WorkerParts(WorkerPipeline Pipeline, LeasesInHand Leases, ResultReporter Reporter, LabellingPlans Plans, WorkPace Pace, LabellingMeter Meter, TimeProvider Time);
