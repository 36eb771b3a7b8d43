namespace AlignZeg.Grains;

/// <summary>Waiting in a grain call for something to happen, but not for long.</summary>
internal static class LongPoll
{
    /// <summary>Returns when it happened or the time is over; only the caller's cancellation is an exception.</summary>
    public static async Task WaitAsync(Task happened, TimeSpan wait, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await happened.WaitAsync(wait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Nothing happened in that time: the caller asks again.
        }
    }
}
