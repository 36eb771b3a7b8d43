using AlignZeg.Abstractions.Jobs;
using AlignZeg.Storage.Outages;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Grains.Shards;

/// <summary>
/// Lets a shard's job know of it. Not to be awaited by a worker's call: it goes on through the loss of silos. With a silo the job may be lost too, and whoever reaches it first wakes it, long before its reminder.
/// </summary>
/// <param name="shard">Its key, for the log.</param> <param name="job">Whom to tell.</param> <param name="time">Of the pauses.</param> <param name="logger">Hears what could not be told.</param>
internal sealed partial class JobNotice(string shard, IJobGrain job, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(2), LongestOutage = TimeSpan.FromMinutes(1);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Tells it, again and again for a minute at most; never throws.</summary>
    /// <param name="tell">Safe to repeat.</param>
    public async Task TellAsync(Func<IJobGrain, Task> tell)
    {
        long began = time.GetTimestamp();
        for (var pause = new GrowingPause(FirstPause, LongestPause); !_ended.Task.IsCompleted;)
        {
            try
            {
                await tell(job);
                return;
            }
            catch (JobNotFoundException)
            {
                return;
            }
            catch (Exception exception) when (time.GetElapsedTime(began) >= LongestOutage)
            {
                LogNotTold(logger, shard, exception);
                return;
            }
            catch (Exception exception)
            {
                LogToldAgain(logger, shard, exception);
                await Task.WhenAny(Task.Delay(pause.Next(), time), _ended.Task);
            }
        }
    }

    /// <summary>What was not told until now is not told any more: the next activation of the shard wakes the job.</summary>
    public void End() => _ended.TrySetResult();

    [LoggerMessage(LogLevel.Warning, "The job of shard {Shard} could not be told how it is; the job's next tick will see it.")]
    private static partial void LogNotTold(ILogger logger, string shard, Exception exception);

    [LoggerMessage(LogLevel.Debug, "The job of shard {Shard} cannot be told how it is; trying again.")]
    private static partial void LogToldAgain(ILogger logger, string shard, Exception exception);
}
