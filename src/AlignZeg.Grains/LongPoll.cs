namespace AlignZeg.Grains;

/// <summary>Waiting in a grain call for something to happen, but not for long.</summary>
internal static class LongPoll
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15); // well below the time in which a call has to answer

    /// <summary>The time that a caller may wait who asks for so much.</summary>
    public static TimeSpan Limit(TimeSpan wait) => wait < Longest ? wait : Longest;

    /// <summary>Returns when it happened or the time is over, <see cref="Limit"/> at most; only the caller's cancellation is an exception.</summary>
    public static async Task WaitAsync(Task happened, TimeSpan wait, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await happened.WaitAsync(Limit(wait), time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Nothing happened in that time: the caller asks again.
        }
    }
}
