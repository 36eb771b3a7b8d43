using AlignZeg.Grains.Devices;

namespace AlignZeg.Grains;

/// <summary>
/// Waiting in a grain call for something to happen, but not for long, and not where a silo leaves: Orleans 10 then ends activations, also on other silos, and lets every new call wait until those that run have ended.
/// </summary>
internal sealed class LongPoll(SiloDepartures departures, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15); // well below the time in which a call has to answer

    /// <summary>The time that a caller may wait who asks for so much.</summary>
    public static TimeSpan Limit(TimeSpan wait) => wait < Longest ? wait : Longest;

    /// <summary>Returns when it happened, a silo leaves, or the time is over, <see cref="Limit"/> at most; only the caller's cancellation is an exception.</summary>
    /// <returns>True if it happened; else the call has to end, even if what it waits for may come soon.</returns>
    public async Task<bool> WaitAsync(Task happened, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var ending = new CancellationTokenSource(); // or a task that ends in days would remember everyone who has waited for it
        try
        {
            await Task.WhenAny(happened.WaitAsync(ending.Token), departures.Next.WaitAsync(ending.Token)).WaitAsync(Limit(wait), time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Nothing happened in that time: the caller asks again.
        }
        finally
        {
            await ending.CancelAsync();
        }

        return happened.IsCompleted;
    }
}
