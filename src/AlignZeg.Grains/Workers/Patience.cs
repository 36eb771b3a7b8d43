using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.Outages;
using Microsoft.Extensions.Logging;

namespace AlignZeg.Grains.Workers;

/// <summary>Does again, with growing pauses, what a storage that is away for a while has refused: an outage costs time, never a job.</summary>
internal sealed partial class Patience(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Returns when the work is done; goes on as long as nobody has lost interest.</summary>
    /// <param name="work">May be done again.</param> <param name="lostInterest">Asked before every repetition.</param>
    /// <exception cref="OperationCanceledException">Nobody wants it any more.</exception>
    public async Task RunAsync(Func<Task> work, Func<bool> lostInterest)
    {
        for (var pause = new GrowingPause(FirstPause, LongestPause); ;)
        {
            try
            {
                await work();
                return;
            }
            catch (StorageException exception) when (exception.Fault == StorageFault.Unavailable)
            {
                LogUnavailable(logger, exception);
                await Task.Delay(pause.Next(), time, CancellationToken.None);
                if (lostInterest()) throw new OperationCanceledException(exception.Message, exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The storage does not answer; a worker tries again.")]
    private static partial void LogUnavailable(ILogger logger, Exception exception);
}
