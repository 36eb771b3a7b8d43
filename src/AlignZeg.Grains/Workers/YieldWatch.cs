using AlignZeg.Abstractions.Dispatching;
using AlignZeg.Abstractions.Jobs;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Grains.Workers;

/// <summary>While a worker holds images: waits to hear that other work deserves to go before those that are not begun, and gives these back.</summary>
internal sealed partial class YieldWatch(string worker, WorkerParts parts, IDispatcherGrain dispatcher, ILogger logger)
{
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100); // hands that change faster than this hold nothing for long

    /// <summary>Watches until stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(logger, worker, exception); // the dispatcher may be moving to another silo
                await Task.Delay(Pause, parts.Time, CancellationToken.None);
            }
        }
    }

    private async Task WatchAsync(CancellationToken stopping)
    {
        var changed = parts.Leases.Changed;
        var held = parts.Leases.Jobs();
        if (held.Count == 0)
        {
            await changed.WaitAsync(stopping);
            return;
        }

        var told = GiveBackWhenToldAsync(dispatcher.YieldAsync(worker, held, LongWait, stopping).WaitAsync(stopping));
        await UntilHeldChangesAsync(told, held, changed, stopping);
        if (told.IsCompleted) await told;
        else told.Ignore(); // the next call ends it; an answer that is on its way already still counts
    }

    private async Task GiveBackWhenToldAsync(Task<JobKey?> answer)
    {
        if (await answer is { } job) await parts.Reporter.GiveBackAsync(lease => lease.Shard.Job == job);
    }

    private async Task UntilHeldChangesAsync(Task told, IReadOnlyList<JobKey> held, Task changed, CancellationToken stopping)
    {
        do
        {
            await Task.WhenAny(told, changed);
            if (told.IsCompleted) return;
            await Task.WhenAny(told, Task.Delay(Pause, parts.Time, stopping));
            changed = parts.Leases.Changed;
        }
        while (!told.IsCompleted && parts.Leases.Jobs().ToHashSet().SetEquals(held));
    }

    [LoggerMessage(LogLevel.Debug, "The worker {Worker} cannot hear whether other work goes first; trying again.")]
    private static partial void LogFailed(ILogger logger, string worker, Exception exception);
}
