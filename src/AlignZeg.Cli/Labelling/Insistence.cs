using AlignZeg.Abstractions.Blobs;
using AlignZeg.Storage.Outages;

namespace AlignZeg.Cli.Labelling;

/// <summary>Repeats idempotent calls through the loss of silos and short outages of the storage.</summary>
internal static class Insistence
{
    private static readonly TimeSpan LongestOutage = TimeSpan.FromMinutes(3), FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Returns when the call was answered; see <see cref="CallAsync{T}"/>.</summary>
    public static Task CallAsync(Func<Task> call, CancellationToken cancellationToken) => CallAsync(async () =>
    {
        await call();
        return true;
    }, cancellationToken);

    /// <summary>The call's result; after three minutes of nothing but failures, the last failure.</summary>
    /// <param name="call">May be repeated.</param> <param name="cancellationToken">Ends it.</param>
    /// <param name="longest">
    /// A call that has no answer by then is made again: the answer of a silo that has just died never comes, and its caller is not told. Default: as long as a call may take.
    /// </param>
    public static async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken, TimeSpan? longest = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var pause = new GrowingPause(FirstPause, LongestPause); ;)
        {
            try
            {
                return await (longest is { } limit ? call().WaitAsync(limit, cancellationToken) : call());
            }
            catch (Exception exception) when (MayPass(exception, cancellationToken) && TimeProvider.System.GetElapsedTime(started) < LongestOutage)
            {
                await Task.Delay(pause.Next(), cancellationToken);
            }
        }
    }

    // Orleans 10 calls a message cancelled that ran out of time while its grain was placed, though nobody cancelled it.
    private static bool MayPass(Exception exception, CancellationToken cancellationToken) =>
        exception is TimeoutException or OrleansException or StorageException { Fault: StorageFault.Unavailable } or Abstractions.Shards.ShardNotOpenException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
